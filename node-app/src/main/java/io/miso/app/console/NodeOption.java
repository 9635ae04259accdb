package io.miso.app.console;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --node} of the commands that ask a node. */
final class NodeOption {
  @Option(
      names = {"-n", "--node"},
      paramLabel = "HOST:PORT",
      description = "gRPC address of the node (MISO_HOST_IP:MISO_HOST_PORT, else 127.0.0.1:5001).")
  private @Nullable String node;

  NodeAddress address() {
    return NodeAddress.of(node, System.getenv());
  }
}
