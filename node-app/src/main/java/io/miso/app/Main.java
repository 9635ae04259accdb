package io.miso.app;

import io.miso.app.console.AddCommand;
import io.miso.app.console.GetCommand;
import io.miso.app.console.StatusCommand;
import io.miso.app.daemon.LogOutput;
import io.miso.app.daemon.NodeCommand;
import io.miso.app.demo.DemoCommand;
import io.miso.app.demo.FunctionCommand;
import io.miso.app.failure.UserFailure;
import io.miso.app.process.Exit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command {@code miso}. Exit codes: 0 done, 1 failed with one line that says why, 2 wrong usage. */
@Command(
    name = "miso",
    description = "Stateful objects shared between serverless functions on many nodes.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footerHeading = "%nThe launcher reads:%n",
    footer = {
      "  JAVA_HOME                 the JDK to use (the newest that can be found)",
      "  MISO_JAVA_OPTS            further JVM options, separated by blanks"
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      NodeCommand.class,
      StatusCommand.class,
      GetCommand.class,
      AddCommand.class,
      FunctionCommand.class,
      HelpCommand.class
    })
public final class Main implements Runnable {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  private Main() {}

  public static void main(String[] arguments) {
    LogOutput.forCommands();
    Exit.now(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setExecutionExceptionHandler(Main::report);
    commandLine.getSubcommands().values().forEach(Main::configure);
    return commandLine;
  }

  private static void configure(CommandLine command) {
    Object instance = command.getCommand();
    if (!(instance instanceof HelpCommand)) {
      command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
    }
    if (instance instanceof AddCommand) {
      command.setUnmatchedOptionsArePositionalParams(true); // a negative amount is no option
    }
  }

  /** {@code miso} alone. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command?");
  }

  private static int report(Exception e, CommandLine command, ParseResult parsed) throws Exception {
    if (!(e instanceof UserFailure)) {
      throw e;
    }
    command.getErr().println("miso: " + e.getMessage());
    return 1;
  }

  /** The version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"miso " + (version == null ? "(not packaged)" : version)};
    }
  }
}
