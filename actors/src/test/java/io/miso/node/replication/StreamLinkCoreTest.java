package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import io.miso.grpc.replication.v1.PeerFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StreamLinkCoreTest {
  private final List<String> events = new ArrayList<>();
  private final StreamLink link = new StreamLink(true, receiver("opener"));

  @Test
  void framesGoToTheOpener_thenToWhomTheLinkWasHanded() {
    link.onFrame(PeerFrame.getDefaultInstance());
    link.handTo(receiver("peer"));
    link.onFrame(PeerFrame.getDefaultInstance());

    assertThat(events).containsExactly("opener frame", "peer frame");
  }

  @Test
  void end_isToldToBoth() {
    link.handTo(receiver("peer"));
    link.onClosed(null);

    assertThat(events).containsExactly("peer closed", "opener closed");
  }

  @Test
  void endBeforeTheLinkIsHandedOver_isToldToWhomItIsHanded() {
    link.onClosed(null);
    link.handTo(receiver("peer"));

    assertThat(events).containsExactly("opener closed", "peer closed");
  }

  private StreamLink.Receiver receiver(String name) {
    return new StreamLink.Receiver() {
      @Override
      public void frame(StreamLink source, PeerFrame frame, CompletableFuture<Done> handled) {
        events.add(name + " frame");
      }

      @Override
      public void closed(StreamLink source, @Nullable Throwable cause) {
        events.add(name + " closed");
      }
    };
  }
}
