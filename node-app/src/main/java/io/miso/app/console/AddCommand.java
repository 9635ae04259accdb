package io.miso.app.console;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code miso add}: counts up or down on one node. */
@Command(
    name = "add",
    description = {
      "Add to a counter of a function's default object and show its value on that node.",
      "The counter is made where there is none. Asking registers the function with the node for ten minutes."
    })
public final class AddCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec = CommandSpec.create();

  @Mixin
  private NodeOption node = new NodeOption();

  @Parameters(
      index = "0",
      paramLabel = "FUNCTION",
      converter = NameArgument.class,
      description = "Name of the function.")
  private String function = "";

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      converter = NameArgument.class,
      description = "Name of the counter.")
  private String name = "";

  @Parameters(
      index = "2",
      paramLabel = "AMOUNT",
      description = "What to add; a negative amount is subtracted.")
  private long amount;

  @Override
  public Integer call() {
    if (amount == 0 || amount == Long.MIN_VALUE) {
      throw new ParameterException(
          spec.commandLine(), "AMOUNT must not be 0, nor below " + -Long.MAX_VALUE);
    }
    FunctionObject.use(node.address(), function, object -> object.add(name, amount))
        .forEach(System.out::println);
    return 0;
  }
}
