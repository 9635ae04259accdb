package io.miso.node.transport;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import com.typesafe.config.ConfigFactory;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.TestNodes;
import io.miso.node.replication.PeerStream;
import io.miso.node.replication.StreamHandler;
import io.miso.node.settings.NodeSettings.Seed;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream whose connection ends below it, as when the other process is killed. */
final class BrokenConnectionTest {
  /** Far less than the silence after which a peer is taken for lost. */
  private static final int AT_ONCE_S = 2;

  private static final ActorSystem<Void> SYSTEM = ActorSystem.create(
      Behaviors.empty(),
      "transport",
      ConfigFactory.parseResources("miso-system.conf").withFallback(ConfigFactory.load()));

  private final GrpcPeerTransport accepting = new GrpcPeerTransport(SYSTEM, TestNodes.settings(""));
  private final GrpcPeerTransport dialling = new GrpcPeerTransport(SYSTEM, TestNodes.settings(""));
  private final End accepted = new End();
  private final End dialled = new End();

  @AfterAll
  static void stop() {
    SYSTEM.terminate();
  }

  @ParameterizedTest(name = "by a reset: {0}")
  @ValueSource(booleans = {true, false})
  void connectionThatEnds_isToldAtOnce_whereItWasDialledAndWhereItWasAccepted(boolean reset)
      throws Exception {
    accepting.acceptWith(stream -> {
      accepted.stream.complete(stream);
      return accepted;
    });
    ServerBinding binding = Http.get(SYSTEM)
        .newServerAt("127.0.0.1", 0)
        .bind(new PeerRequests(accepting, SYSTEM, 1 << 20))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
    dialling.bound(1);
    try (SocketRelay relay = new SocketRelay(binding.localAddress().getPort())) {
      dialling.dial(
          new Seed("127.0.0.1", relay.port()), own -> PeerFrame.getDefaultInstance(), dialled);
      accepted.frame.get(20, TimeUnit.SECONDS);
      accepted.stream.get(20, TimeUnit.SECONDS).send(PeerFrame.getDefaultInstance());
      dialled.frame.get(20, TimeUnit.SECONDS);

      relay.end(reset);

      assertThat(dialled.closed.get(AT_ONCE_S, TimeUnit.SECONDS)).isNotNull();
      assertThat(accepted.closed.get(AT_ONCE_S, TimeUnit.SECONDS)).isNotNull();
    }
  }

  /** One end of a stream. */
  private static final class End implements StreamHandler {
    private final CompletableFuture<PeerStream> stream = new CompletableFuture<>();
    private final CompletableFuture<PeerFrame> frame = new CompletableFuture<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onFrame(PeerFrame came) {
      frame.complete(came);
      return CompletableFuture.completedFuture(Done.getInstance());
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
      closed.complete(String.valueOf(cause));
    }
  }
}
