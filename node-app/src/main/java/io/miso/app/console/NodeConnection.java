package io.miso.app.console;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.miso.app.failure.UserFailure;
import io.miso.grpc.node.v1.NodeServiceGrpc;
import io.miso.grpc.node.v1.NodeServiceGrpc.NodeServiceBlockingStub;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A connection to a node for one question. */
final class NodeConnection implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 5;

  private final NodeAddress address;
  private final ManagedChannel channel;

  NodeConnection(NodeAddress address) {
    this.address = address;
    this.channel = Grpc.newChannelBuilderForAddress(
            address.host(), address.port(), InsecureChannelCredentials.create())
        .build();
  }

  /**
   * Asks the node's own service.
   *
   * @throws UserFailure where no answer comes
   */
  <T> T ask(Function<NodeServiceBlockingStub, T> question) {
    try {
      return question.apply(NodeServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS));
    } catch (StatusRuntimeException e) {
      throw failure(e);
    }
  }

  private UserFailure failure(StatusRuntimeException e) {
    Status.Code code = e.getStatus().getCode();
    return switch (code) {
      case UNAVAILABLE, DEADLINE_EXCEEDED -> noAnswer(address, e);
      case UNIMPLEMENTED ->
        new UserFailure(address + " speaks gRPC but is no MISO node; check --node and its port", e);
      default ->
        new UserFailure(address + " refused: " + code + ": " + e.getStatus().getDescription(), e);
    };
  }

  static UserFailure noAnswer(NodeAddress address, Exception cause) {
    return new UserFailure(
        "no node answers at " + address
            + "; start one with './miso node' or name another with --node",
        cause);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
