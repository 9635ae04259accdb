package io.miso.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.app.process.Condition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real main class in a JVM of its own. */
final class MisoProcess implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final Path output;

  private MisoProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a command.
   *
   * @param directory for its output, and for its temporary files in {@code temporary}
   */
  static MisoProcess start(Path directory, Map<String, String> variables, String... arguments) {
    return start(List.of(), Main.class, directory, variables, arguments);
  }

  /** Starts any main class; its command line comes after that of a wrapper such as {@code ip netns exec}. */
  static MisoProcess start(
      List<String> wrapper,
      Class<?> main,
      Path directory,
      Map<String, String> variables,
      String... arguments) {
    try {
      Path output = Files.createTempFile(directory, "output", "");
      ProcessBuilder builder = builder(wrapper, main, directory, variables, arguments);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      return new MisoProcess(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@link #start} starts, for whoever wants its streams. */
  static ProcessBuilder builder(
      List<String> wrapper,
      Class<?> main,
      Path directory,
      Map<String, String> variables,
      String... arguments)
      throws IOException {
    Path temporary = Files.createDirectories(directory.resolve("temporary"));
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:-UsePerfData");
    command.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");
    command.add("-Djava.io.tmpdir=" + temporary);
    if (Runtime.version().feature() >= 24) { // as the launcher does; they would print warnings
      command.add("--sun-misc-unsafe-memory-access=allow");
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("MISO_"));
    builder.environment().putAll(variables);
    return builder;
  }

  String output() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a line that the pattern is found in. */
  Matcher awaitOutput(String regex) {
    return awaitOutput(regex, LIMIT);
  }

  /** The same for a line that has to come within the limit. */
  Matcher awaitOutput(String regex, Duration limit) {
    Pattern pattern = Pattern.compile(regex);
    assertThat(Condition.await(limit, () -> pattern.matcher(output()).find() || !process.isAlive()))
        .as("output like %s within %s in:%n%s", regex, limit, output())
        .isTrue();
    Matcher matcher = pattern.matcher(output());
    assertThat(matcher.find()).as("output like %s in:%n%s", regex, output()).isTrue();
    return matcher;
  }

  int awaitExit() throws InterruptedException {
    boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(ended).as("ended, output so far:%n%s", output()).isTrue();
    return process.exitValue();
  }

  static void await(String what, BooleanSupplier condition) {
    assertThat(Condition.await(LIMIT, condition)).as(what).isTrue();
  }

  List<ProcessHandle> children() {
    return process.children().toList();
  }

  /** SIGTERM. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** SIGKILL. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
