package io.miso.node.transport;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.ActorTestKitExtension;
import io.miso.node.TestNodes;
import io.miso.node.replication.PeerStream;
import io.miso.node.replication.StreamHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class GrpcPeerTransportTest {
  @RegisterExtension
  static final ActorTestKitExtension KIT = new ActorTestKitExtension();

  private final GrpcPeerTransport transport =
      new GrpcPeerTransport(KIT.system(), TestNodes.settings(""));
  private final CompletableFuture<PeerStream> opened = new CompletableFuture<>();
  private final CompletableFuture<PeerFrame> taken = new CompletableFuture<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();

  @Test
  void streamThatIsClosed_ends_evenWhereAFrameIsNeverHandled() throws Exception {
    accept(new CompletableFuture<>());
    var unused = run(Source.single(PeerFrame.getDefaultInstance()).concat(Source.maybe()));
    taken.get(5, TimeUnit.SECONDS);

    opened.join().close();
    KIT.passes(Duration.ofSeconds(1));

    assertThat(closed.get(5, TimeUnit.SECONDS)).isEqualTo("null");
  }

  @Test
  void streamThatFails_tellsWhy() throws Exception {
    accept(CompletableFuture.completedFuture(Done.getInstance()));
    var unused = run(Source.failed(new IllegalStateException("reset")));

    assertThat(closed.get(5, TimeUnit.SECONDS)).contains("reset");
  }

  @Test
  void streamThatComesBeforeTheNodeIsReady_waitsForIt() throws Exception {
    CompletableFuture<Done> answered =
        run(Source.single(PeerFrame.getDefaultInstance()).concat(Source.maybe()));

    accept(CompletableFuture.completedFuture(Done.getInstance()));
    taken.get(5, TimeUnit.SECONDS);
    opened.join().close();

    assertThat(answered).succeedsWithin(Duration.ofSeconds(5));
  }

  @Test
  void peerThatDoesNotRead_losesItsStream_andNothingIsKeptForIt() throws Exception {
    accept(CompletableFuture.completedFuture(Done.getInstance()));
    assertThat(transport.exchange(
            Source.<PeerFrame>maybe().mapMaterializedValue(value -> akka.NotUsed.getInstance()),
            "a peer"))
        .isNotNull();
    for (int i = 0; i < 1000; i++) {
      opened.join().send(PeerFrame.getDefaultInstance());
    }

    assertThat(closed.get(5, TimeUnit.SECONDS))
        .contains("does not read its stream, 256 frames wait for it");
  }

  private void accept(CompletableFuture<Done> handled) {
    transport.acceptWith(stream -> {
      opened.complete(stream);
      return new StreamHandler() {
        @Override
        public CompletionStage<?> onFrame(PeerFrame frame) {
          taken.complete(frame);
          return handled;
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
          closed.complete(String.valueOf(cause));
        }
      };
    });
  }

  private CompletableFuture<Done> run(Source<PeerFrame, ?> in) {
    return transport
        .exchange(in.mapMaterializedValue(value -> akka.NotUsed.getInstance()), "a peer")
        .runWith(Sink.ignore(), KIT.system())
        .toCompletableFuture();
  }
}
