package io.miso.app.console;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code miso get}: a value of a function as one node knows it. */
@Command(
    name = "get",
    description = {
      "Show a value of a function's default object, one line for each element of a set or register.",
      "Objects are JSON; a string with a line break is a JSON string.",
      "Asking registers the function with the node for ten minutes, as every use of it does."
    })
public final class GetCommand implements Callable<Integer> {
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
      description = "Name of the counter, set, register or flag.")
  private String name = "";

  @Override
  public Integer call() {
    FunctionObject.use(node.address(), function, object -> object.value(name))
        .forEach(System.out::println);
    return 0;
  }
}
