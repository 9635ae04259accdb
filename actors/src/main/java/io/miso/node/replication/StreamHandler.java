package io.miso.node.replication;

import io.miso.grpc.replication.v1.PeerFrame;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes what comes on one stream, in order, from the transport's threads. */
public interface StreamHandler {

  /** The next frame is read once the stage completes: that bounds what a peer can make this node keep. */
  CompletionStage<?> onFrame(PeerFrame frame);

  /** Nothing comes any more. Called once; the cause is null where the peer closed in order. */
  void onClosed(@Nullable Throwable cause);
}
