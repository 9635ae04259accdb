package io.miso.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ExitTest {

  @Test
  void signal_endsWithZero() throws Exception {
    Process process = started("wait");
    assertThat(line(process)).isEqualTo("started");
    process.destroy();
    assertThat(code(process)).isZero();
  }

  @Test
  void endOfTheLastThread_isZero() throws Exception {
    assertThat(code(started("return"))).isZero();
  }

  @Test
  void codeThatWasSaid_isReported() throws Exception {
    assertThat(code(started("now"))).isEqualTo(7);
  }

  @Test
  void exitBySomebodyElse_isAFailure_andTheStepsAreTaken() throws Exception {
    Process process = started("exit");
    assertThat(line(process)).isEqualTo("started");
    assertThat(line(process)).isEqualTo("step");
    assertThat(code(process)).isEqualTo(1);
  }

  private static Process started(String way) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Leaving.class.getName(),
            way)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static String line(Process process) throws IOException {
    StringBuilder line = new StringBuilder();
    int character = process.getInputStream().read();
    while (character >= 0 && character != '\n') {
      line.append((char) character);
      character = process.getInputStream().read();
    }
    return line.toString().strip();
  }

  private static int code(Process process) throws InterruptedException {
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /** A process that ends in one of these ways. */
  static final class Leaving {
    private Leaving() {}

    public static void main(String[] arguments) throws InterruptedException {
      Exit.cleanlyOnSignal();
      Exit.onExit(() -> System.out.println("step"));
      System.out.println("started");
      switch (arguments[0]) {
        case "now" -> Exit.now(7);
        case "exit" -> System.exit(-1);
        case "wait" -> Thread.currentThread().join();
        default -> {}
      }
    }
  }
}
