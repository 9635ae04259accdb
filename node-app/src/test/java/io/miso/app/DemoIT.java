package io.miso.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoIT {
  @TempDir
  private Path directory;

  private MisoProcess demo(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("demo", "--numbers", "20000", "--chunk-size", "200"));
    arguments.addAll(List.of(options));
    return MisoProcess.start(directory, Map.of(), arguments.toArray(String[]::new));
  }

  private void assertNoFiles() {
    assertThat(directory.resolve("temporary")).isEmptyDirectory();
  }

  private static long correctResults(String output) {
    return output.lines().filter(line -> line.endsWith(" correct")).count();
  }

  @Test
  void daemons_agreeOnTheSumAndNothingIsLeft() throws Exception {
    try (MisoProcess demo = demo("--nodes", "2")) {
      assertThat(demo.awaitExit()).as(demo.output()).isZero();
      assertThat(correctResults(demo.output())).isEqualTo(2);
      assertThat(demo.output()).contains("chunks written: 100 of 100", "in total");
      assertNoFiles();
    }
  }

  @Test
  void embeddedNodes_agreeOnTheSum() throws Exception {
    try (MisoProcess demo = demo("--nodes", "2", "--embedded")) {
      assertThat(demo.awaitExit()).as(demo.output()).isZero();
      assertThat(correctResults(demo.output())).isEqualTo(2);
      assertNoFiles();
    }
  }

  @Test
  void killedDemo_leavesNoProcessesAndNoFiles() {
    try (MisoProcess demo = demo("--nodes", "2", "--embedded")) {
      // One that is killed before it runs java has nobody to remove its files.
      MisoProcess.await(
          "two children",
          () -> demo.children().stream().filter(DemoIT::runsJava).count() == 2);
      List<ProcessHandle> children = demo.children();
      demo.kill();
      MisoProcess.await("no children", () -> children.stream().noneMatch(ProcessHandle::isAlive));
      assertNoFiles();
    }
  }

  @Test
  void keptProcesses_answerTheCommandsThatTheDemoPrints() throws Exception {
    try (MisoProcess demo = demo("--nodes", "1", "--keep")) {
      assertThat(demo.awaitExit()).as(demo.output()).isZero();
      List<ProcessHandle> kept = kept(demo.output());
      try {
        assertThat(kept).hasSize(2).allMatch(ProcessHandle::isAlive);
        long sum = Long.parseLong(command(demo.output(), "get"));
        assertThat(command(demo.output(), "add")).isEqualTo("" + (sum + 5));
        assertThat(command(demo.output(), "status")).contains("all-reduce", "node-1");
      } finally {
        kept.forEach(ProcessHandle::destroy);
      }
      MisoProcess.await("all stopped", () -> kept.stream().noneMatch(ProcessHandle::isAlive));
      assertNoFiles();
    }
  }

  @Test
  void badInput_isOneLineThatNamesTheLine() throws Exception {
    Path input = Files.writeString(directory.resolve("numbers"), "1\n2\nx\n");
    try (MisoProcess demo =
        MisoProcess.start(directory, Map.of(), "demo", "--input", input.toString())) {
      assertThat(demo.awaitExit()).isEqualTo(1);
      assertThat(demo.output()).contains("line 3").hasLineCount(1);
      assertNoFiles();
    }
  }

  private static boolean runsJava(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("java")).isPresent();
  }

  private static List<ProcessHandle> kept(String output) {
    Matcher kill = Pattern.compile("  kill ([\\d ]+)").matcher(output);
    assertThat(kill.find()).as(output).isTrue();
    List<ProcessHandle> handles = new ArrayList<>();
    for (String pid : kill.group(1).strip().split(" ", -1)) {
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(handles::add);
    }
    return handles;
  }

  /** Runs the command of that name that the output tells to go on with. */
  private String command(String output, String name) throws InterruptedException {
    Matcher line = Pattern.compile("  \\./miso (" + name + " .*)").matcher(output);
    assertThat(line.find()).as(output).isTrue();
    try (MisoProcess command =
        MisoProcess.start(directory, Map.of(), line.group(1).split(" ", -1))) {
      assertThat(command.awaitExit()).as(command.output()).isZero();
      return command.output().strip();
    }
  }
}
