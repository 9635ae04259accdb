package io.miso.node.overlay;

import akka.Done;
import akka.actor.typed.ActorRef;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.replication.PeerStream;
import io.miso.node.replication.StreamLink;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Streams that no peer's actor takes yet: node discovery is told of their first frame, and of their end. */
final class NewStreams implements StreamLink.Receiver {
  private final ActorRef<NodeDiscovery.Command> nodes;

  NewStreams(ActorRef<NodeDiscovery.Command> nodes) {
    this.nodes = nodes;
  }

  /** A peer opened a stream. */
  StreamLink accepted(PeerStream stream) {
    StreamLink link = new StreamLink(false, this);
    link.bind(stream);
    nodes.tell(new NodeDiscovery.Opened(link));
    return link;
  }

  /** For a stream that this node is about to open. */
  StreamLink toDial() {
    return new StreamLink(true, this);
  }

  @Override
  public void frame(StreamLink link, PeerFrame frame, CompletableFuture<Done> handled) {
    nodes.tell(
        new NodeDiscovery.FirstFrame(link, frame, () -> handled.complete(Done.getInstance())));
  }

  @Override
  public void closed(StreamLink link, @Nullable Throwable cause) {
    nodes.tell(new NodeDiscovery.Closed(link, cause));
  }
}
