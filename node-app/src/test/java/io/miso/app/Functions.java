package io.miso.app;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.miso.grpc.node.v1.NodeServiceGrpc;
import io.miso.grpc.node.v1.StatusRequest;
import io.miso.grpc.node.v1.StatusResponse;
import io.miso.sdk.Miso;
import io.miso.sdk.StatefulObject;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The functions of a {@link FunctionJvm} and the daemon that they use. */
final class Functions implements AutoCloseable {
  private static final int PORT = 5001;
  private static final int STATUS_LIMIT_SECONDS = 10;

  private final String host;
  private final ManagedChannel channel;
  private final Map<String, Miso> connections = new HashMap<>();
  private final Map<String, Writer> writers = new HashMap<>();

  Functions(String host) {
    this.host = host;
    this.channel = Grpc.newChannelBuilderForAddress(host, PORT, InsecureChannelCredentials.create())
        .build();
  }

  /** The default object of the function. */
  StatefulObject object(String function) {
    return connections.computeIfAbsent(function, this::connect).statefulObject();
  }

  /** The one writer of the function. */
  Writer writer(String function) {
    return writers.computeIfAbsent(function, name -> new Writer(object(name)));
  }

  StatusResponse status() {
    return NodeServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(STATUS_LIMIT_SECONDS, TimeUnit.SECONDS)
        .status(StatusRequest.getDefaultInstance());
  }

  @Override
  public void close() {
    connections.values().forEach(Miso::close);
    channel.shutdownNow();
  }

  private Miso connect(String function) {
    return Miso.builder()
        .environment(Map.of())
        .host(host)
        .port(PORT)
        .function(function)
        .replicaId("instance")
        .connect();
  }
}
