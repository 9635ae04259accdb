package io.miso.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class JavaCommandTest {

  @Test
  void children_getTheFlagsOfThisJvmButNoAgents() {
    List<String> flags = List.of(
        "-XX:+UseSerialGC",
        "-javaagent:x.jar",
        "-agentlib:jdwp=y",
        "-Da=b",
        "-Dmiso.terminal=true");
    assertThat(JavaCommand.inherited(flags)).containsExactly("-XX:+UseSerialGC", "-Da=b");
  }

  @Test
  void command_namesTheMainClassBeforeItsArguments() {
    assertThat(JavaCommand.of(List.of("node"))).endsWith("io.miso.app.Main", "node");
  }

  @Test
  void children_endAtOnceWhenTheyAreOutOfHeap() {
    assertThat(JavaCommand.of(List.of("node"))).contains("-XX:+ExitOnOutOfMemoryError");
  }
}
