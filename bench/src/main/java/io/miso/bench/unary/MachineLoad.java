package io.miso.bench.unary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** How busy the processors of this machine are, whoever keeps them so. Known on Linux alone. */
final class MachineLoad {
  private static final Path STAT = Path.of("/proc/stat");
  private static final Pattern SPACES = Pattern.compile(" +");
  /** Columns of the first line: user, nice, system, idle, iowait, irq, softirq, steal. */
  private static final int IDLE = 3;

  private static final int COLUMNS = 8;

  private MachineLoad() {}

  /** What is runnable beside us right now: the share of time that the processors do not idle while we wait. */
  static OptionalDouble whileIdle(long millis) throws IOException, InterruptedException {
    if (!Files.isReadable(STAT)) {
      return OptionalDouble.empty();
    }
    long[] before = ticks();
    Thread.sleep(millis);
    long[] after = ticks();
    long idle = after[IDLE] + after[IDLE + 1] - before[IDLE] - before[IDLE + 1];
    long all = LongStream.of(after).sum() - LongStream.of(before).sum();
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of(1 - (double) idle / all);
  }

  private static long[] ticks() throws IOException {
    List<String> lines = Files.readAllLines(STAT);
    return SPACES
        .splitAsStream(lines.get(0))
        .skip(1)
        .limit(COLUMNS)
        .mapToLong(Long::parseLong)
        .toArray();
  }
}
