package io.miso.app.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that starts another MISO process with the JDK, the flags and the class path of this one. */
final class JavaCommand {
  /** Enough for the demo's data many times over; without it each child may take a quarter of the memory. */
  private static final String HEAP = "-Xmx256m";

  /** As the launcher has it for nodes: what runs out of heap ends at once, with code 3. */
  private static final String OUT_OF_HEAP = "-XX:+ExitOnOutOfMemoryError";

  private JavaCommand() {}

  static List<String> of(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(HEAP);
    command.add(OUT_OF_HEAP);
    command.addAll(inherited(ManagementFactory.getRuntimeMXBean().getInputArguments()));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("io.miso.app.Main");
    command.addAll(arguments);
    return command;
  }

  /** Without what only makes sense once: agents listen on ports and write files of their own. */
  static List<String> inherited(List<String> flags) {
    return flags.stream()
        .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-agent"))
        .filter(flag -> !flag.startsWith("-Xrunjdwp") && !flag.startsWith("-Dmiso.terminal"))
        .toList();
  }
}
