package io.miso.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private String output(boolean terminal, int all) {
    Progress progress =
        new Progress(new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal);
    for (int done = 1; done <= all; done++) {
      progress.count("done:", done, all);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void withoutATerminal_thereIsALineForEveryTenth() {
    assertThat(output(false, 1000))
        .hasLineCount(10)
        .doesNotContain("\r")
        .endsWith("  done: 1,000 of 1,000\n");
  }

  @Test
  void onATerminal_oneLineCountsUp() {
    assertThat(output(true, 1000)).containsOnlyOnce("\n").contains("\r  done: 500 of 1,000");
  }

  @Test
  void fewParts_areEachTold() {
    assertThat(output(false, 3)).hasLineCount(3);
  }
}
