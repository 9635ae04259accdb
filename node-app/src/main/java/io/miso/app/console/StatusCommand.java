package io.miso.app.console;

import io.miso.grpc.node.v1.StatusRequest;
import io.miso.grpc.node.v1.StatusResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code miso status}: what a node is, whom it knows, what it holds and what it sent. */
@Command(name = "status", description = "Show a node, its functions and its peers.")
public final class StatusCommand implements Callable<Integer> {
  @Mixin
  private NodeOption node = new NodeOption();

  @Override
  public Integer call() {
    try (NodeConnection connection = new NodeConnection(node.address())) {
      StatusResponse status =
          connection.ask(stub -> stub.status(StatusRequest.getDefaultInstance()));
      new StatusPage(status).lines().forEach(System.out::println);
    }
    return 0;
  }
}
