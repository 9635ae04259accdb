package io.miso.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Daemons on one segment, which find each other by mDNS alone. */
@Tag("system")
@Timeout(180)
final class SegmentIT {
  private static final int NODES = 3;

  /** Two intervals and 200 ms for the way, twice: machines are shared. */
  private static final Duration LIMIT = Duration.ofMillis(2 * (2 * 200 + 200));

  @TempDir
  private Path directory;

  @Test
  void daemonsThatKnowNoAddress_showTheSumOnAllWithinTwoIntervals() throws Exception {
    try (Lab lab = Lab.build(NODES, directory)) {
      lab.startDaemons(Map.of("MISO_OVERLAY_DISCOVERY_NODE_TYPE", "mdns"));
      String[] hosts = lab.machines().stream().map(Machine::host).toArray(String[]::new);

      try (MisoProcess client = MisoProcess.start(
          lab.bridge().namespace().entrance(), SegmentClient.class, directory, Map.of(), hosts)) {
        assertThat(client.awaitExit()).as(client.output()).isZero();
        Matcher slowest = client.awaitOutput("slowest of .*: (\\d+) ms");
        System.out.println("the sum of " + NODES + " nodes, " + slowest.group());
        assertThat(Duration.ofMillis(Long.parseLong(slowest.group(1)))).isLessThanOrEqualTo(LIMIT);
      }
    }
  }
}
