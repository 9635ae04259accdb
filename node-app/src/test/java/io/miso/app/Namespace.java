package io.miso.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A network namespace by its name. Needs root and iproute2. */
record Namespace(String name) {

  /** A new one, with a loopback interface that works. */
  static Namespace add(String name) {
    Namespace added = new Namespace(name);
    output(List.of("ip", "netns", "add", name));
    added.ip("link", "set", "lo", "up");
    return added;
  }

  /** All that there are. */
  static List<Namespace> all() {
    return output(List.of("ip", "netns", "list"))
        .lines()
        .map(line -> new Namespace(line.split(" ", 2)[0]))
        .toList();
  }

  /** The command line that goes before one that is to run in here. */
  List<String> entrance() {
    return List.of("ip", "netns", "exec", name);
  }

  /** The ip command in here, without entering. */
  void ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip", "-n", name));
    command.addAll(List.of(arguments));
    output(command);
  }

  /** Runs a command in here; answers what it printed. */
  String run(String... command) {
    List<String> all = new ArrayList<>(entrance());
    all.addAll(List.of(command));
    return output(all);
  }

  /** Ends what runs in here and removes it. */
  void delete() {
    output(List.of("ip", "netns", "pids", name))
        .lines()
        .map(Long::valueOf)
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .forEach(ProcessHandle::destroyForcibly);
    output(List.of("ip", "netns", "delete", name));
  }

  private static String output(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor())
          .as("%s: %s", String.join(" ", command), output)
          .isZero();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in " + command, e);
    }
  }
}
