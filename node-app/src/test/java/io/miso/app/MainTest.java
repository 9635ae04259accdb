package io.miso.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.node.settings.NodeEnvironment;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  @Test
  void help_listsTheCommandsForPeople() {
    assertThat(execute("help")).isZero();
    assertThat(out.toString())
        .contains("demo", "node", "status", "get", "add")
        .doesNotContain("demo-function");
  }

  @Test
  void nodeHelp_listsItsVariables() {
    assertThat(execute("help", "node")).isZero();
    assertThat(out.toString()).contains(NodeEnvironment.variables());
  }

  @Test
  void noCommand_isWrongUsage() {
    assertThat(execute()).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: miso");
  }

  @Test
  void amountOfZero_isWrongUsage() {
    assertThat(execute("add", "function", "name", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("AMOUNT must not be 0");
  }

  @Test
  void emptyNames_areWrongUsageOfThatArgument() {
    assertThat(execute("add", "", "c", "1")).isEqualTo(2);
    assertThat(err.toString())
        .contains("FUNCTION", "must not be empty")
        .doesNotContain("MISO_FUNCTION_NAME");
    assertThat(execute("get", "f", "")).isEqualTo(2);
    assertThat(err.toString()).contains("NAME");
  }

  @Test
  void negativeAmount_isNoOption() {
    CommandLine.ParseResult parsed =
        Main.commandLine().parseArgs("add", "function", "name", "-5", "-n", "x:1");
    assertThat(parsed.subcommand().matchedPositionalValue(2, 0L)).isEqualTo(-5L);
  }

  @Test
  void chunkSizeOfZero_isWrongUsage() {
    assertThat(execute("demo", "--chunk-size", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--chunk-size must be at least 1");
  }

  @Test
  void missingInput_isOneLineThatNamesTheFile() {
    assertThat(execute("demo", "--input", "/does/not/exist")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("miso: /does/not/exist does not exist")
        .hasLineCount(1);
  }

  @Test
  void noNodeToAsk_isOneLineThatSaysWhatToDo() {
    // Port 1 (tcpmux) has no listener on a machine that runs tests.
    assertThat(execute("status", "--node", "127.0.0.1:1")).isEqualTo(1);
    assertThat(err.toString())
        .contains("no node answers at 127.0.0.1:1", "./miso node")
        .hasLineCount(1);
  }
}
