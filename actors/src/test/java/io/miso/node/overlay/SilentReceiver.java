package io.miso.node.overlay;

import akka.Done;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.replication.StreamLink;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** For links whose events the test tells itself; the link alone notes a goodbye. */
final class SilentReceiver implements StreamLink.Receiver {
  @Override
  public void frame(StreamLink link, PeerFrame frame, CompletableFuture<Done> handled) {
    if (!frame.hasGoodbye()) {
      throw new AssertionError(frame);
    }
  }

  @Override
  public void closed(StreamLink link, @Nullable Throwable cause) {
    throw new AssertionError(cause);
  }
}
