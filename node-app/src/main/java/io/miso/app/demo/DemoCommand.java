package io.miso.app.demo;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code miso demo}: AllReduce over real processes. */
@Command(
    name = "demo",
    description = {
      "Add up a million integers with functions on several nodes.",
      "Starts daemons and functions on this machine, sends the integers to the functions in chunks over HTTP, has every"
          + " function add its sums to one shared counter, and compares the result on every node with the sum computed"
          + " directly. Leaves nothing behind."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final int MOST_NODES = 20;

  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "3",
      description = "Nodes to start (${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--chunk-size",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Integers in a chunk (${DEFAULT-VALUE}).")
  private int chunkSize;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "File with one integer a line, to add up instead.")
  private @Nullable Path input;

  @Option(
      names = "--numbers",
      paramLabel = "N",
      description = "Integers to generate where there is no --input (1000000).")
  private @Nullable Integer numbers;

  @Option(names = "--embedded", description = "Functions are nodes themselves; no daemons.")
  private boolean embedded;

  @Option(names = "--keep", description = "Leave everything running and say how to go on.")
  private boolean keep;

  @Override
  public Integer call() {
    require(nodes >= 1 && nodes <= MOST_NODES, "--nodes must be from 1 to " + MOST_NODES);
    require(chunkSize >= 1, "--chunk-size must be at least 1");
    require(numbers == null || numbers >= 1, "--numbers must be at least 1");
    require(numbers == null || input == null, "--numbers and --input exclude each other");
    Workload workload = Workload.of(integers(), chunkSize);
    Progress progress = new Progress(System.out, Boolean.getBoolean("miso.terminal"));
    new Demo(new DemoOptions(nodes, embedded, keep), progress).run(workload);
    return 0;
  }

  private long[] integers() {
    if (input != null) {
      return Numbers.read(input);
    }
    return Numbers.generate(numbers == null ? 1_000_000 : numbers);
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
