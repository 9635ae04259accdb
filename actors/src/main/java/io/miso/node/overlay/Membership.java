package io.miso.node.overlay;

import io.miso.grpc.replication.v1.Goodbye;
import io.miso.grpc.replication.v1.KnownNodes;
import io.miso.grpc.replication.v1.NodeAddress;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.identity.NodeId;
import io.miso.node.overlay.Handshake.Verdict;
import io.miso.node.overlay.PeerStreams.Admission;
import io.miso.node.replication.Frames;
import io.miso.node.replication.PeerIdentity;
import io.miso.node.replication.StreamLink;
import io.miso.node.settings.NodeSettings.Seed;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Who is a peer of this node: what handshakes, broken streams and goodbyes lead to. Pure but for its effects and the streams, which take
 * last frames.
 */
final class Membership {

  /** What comes of it. */
  interface Effects {
    /** The address at which the peer can dial this node. */
    Seed ownAddressTowards(Seed peer);

    /** Hands the stream to the peer's actor; the action runs once that takes its frames. */
    void attach(PeerIdentity peer, StreamLink link, Runnable attached);

    /** Tells every peer of nodes. */
    void introduce(PeerFrame knownNodes);

    /** The node is gone for good. */
    void remove(NodeId id);
  }

  private final Handshake handshake;
  private final PeerStreams streams;
  private final Dialling dialling;
  private final Notices notices;
  private final Effects effects;
  private boolean leaving;

  Membership(
      Handshake handshake,
      PeerStreams streams,
      Dialling dialling,
      Notices notices,
      Effects effects) {
    this.handshake = handshake;
    this.streams = streams;
    this.dialling = dialling;
    this.notices = notices;
    this.effects = effects;
  }

  /**
   * The first frame of a stream.
   *
   * @param handled asks for the next one
   */
  void firstFrame(StreamLink link, PeerFrame frame, Runnable handled) {
    if (leaving || !streams.contains(link)) {
      link.close();
      handled.run();
      return;
    }
    Verdict verdict = handshake.judge(frame);
    if (verdict instanceof Verdict.Accepted accepted) {
      accept(link, accepted, handled);
      return;
    }
    if (verdict instanceof Verdict.Rejected rejected) {
      notices.refused(rejected);
      link.end(Frames.goodbye(rejected.reason(), rejected.detail()));
    } else if (verdict instanceof Verdict.TurnedAway turnedAway) {
      turnedAway(link, turnedAway.goodbye());
      link.close();
    } else {
      dialledItself(link);
      link.end(Frames.goodbye(Goodbye.Reason.SAME_NODE_ID, ""));
    }
    handled.run();
  }

  /** The handshake took too long. */
  void timedOut(StreamLink link) {
    if (!streams.awaitsHandshake(link)) {
      return;
    }
    Seed dialled = streams.dialledAddress(link).orElse(null);
    if (dialled == null) {
      notices.noHello(link.remote());
    } else {
      streams.drop(link);
      dialling.failed(dialled, new TimeoutException("no answer"));
    }
    link.close();
  }

  /** A stream ended. */
  void ended(StreamLink link, @Nullable Throwable cause) {
    streams.ended(link).ifPresent(ended -> {
      Seed dialled = ended.dialled();
      PeerIdentity peer = ended.peer();
      if (peer != null) {
        notices.disconnected(peer);
        dialling.again(dialled == null ? peer.address() : dialled);
      } else if (dialled != null) {
        dialling.failed(dialled, cause);
      }
    });
  }

  /** The peer's row is merged. */
  void rowReceived(NodeId id) {
    if (streams.rowReceived(id)) {
      dialling.met(id);
    }
  }

  /** The peer said goodbye for good. Another node may start at an address that somebody configured. */
  void departed(PeerIdentity peer) {
    notices.left(peer);
    List<Seed> configured = dialling.configuredAddressesOf(peer.id());
    forget(peer.id());
    configured.forEach(dialling::again);
  }

  /** This node goes: says goodbye to every peer, and meets nobody any more. */
  void leave() {
    leaving = true;
    dialling.leave();
    PeerFrame goodbye = PeerFrame.newBuilder()
        .setGoodbye(Goodbye.newBuilder().setReason(Goodbye.Reason.SHUTTING_DOWN).setForGood(true))
        .build();
    streams.links().forEach(link -> link.end(goodbye));
  }

  private void accept(StreamLink link, Verdict.Accepted accepted, Runnable handled) {
    PeerIdentity peer = accepted.identity();
    Seed dialled = streams.dialledAddress(link).orElse(null);
    if (dialled != null) {
      dialling.answered(dialled, peer.id());
    }
    Admission admission = streams.admit(link, peer, accepted.stream());
    if (admission == Admission.DUPLICATE) {
      if (dialled != null && streams.hasRowOf(peer.id())) {
        dialling.settled(dialled);
      }
      link.end(handshake.duplicate());
      handled.run();
      return;
    }
    for (PeerIdentity old : streams.replacedBy(peer)) {
      notices.replaced(old, peer);
      forget(old.id());
    }
    if (dialled == null) {
      link.send(handshake.hello(effects.ownAddressTowards(peer.address()), 0));
    }
    if (admission == Admission.FIRST) {
      notices.connected(peer);
    }
    dialling.told(peer.address(), peer.id());
    effects.attach(peer, link, handled);
    effects.introduce(knownNodes());
  }

  private PeerFrame knownNodes() {
    KnownNodes.Builder nodes = KnownNodes.newBuilder();
    for (PeerIdentity peer : streams.peers()) {
      nodes.addNodes(NodeAddress.newBuilder()
          .setNodeId(peer.id().toBytes())
          .setHost(peer.address().host())
          .setPort(peer.address().port()));
    }
    return PeerFrame.newBuilder().setKnownNodes(nodes).build();
  }

  private void turnedAway(StreamLink link, Goodbye goodbye) {
    switch (goodbye.getReason()) {
      case OTHER_CLUSTER, PROTOCOL_VERSION, MALFORMED -> {
        Seed dialled = streams.dialledAddress(link).orElse(null);
        if (dialled == null || !dialling.known(dialled) || dialling.reportable(dialled)) {
          notices.refusedBy(link.remote(), goodbye);
        }
      }
      case SAME_NODE_ID -> dialledItself(link);
      case DUPLICATE_STREAM -> {
        // Without a stream here, the one that is kept there is broken and the other side has not
        // noticed: it is dialled again.
        Seed dialled = streams.dialledAddress(link).orElse(null);
        if (dialled != null && goodbye.getNodeId().size() == 16) {
          NodeId id = NodeId.of(goodbye.getNodeId());
          if (streams.connected(id)) {
            streams.drop(link);
            dialling.duplicate(dialled, id);
          }
        }
      }
      default -> {
        // A node that is leaving: nothing to tell.
      }
    }
  }

  private void dialledItself(StreamLink link) {
    streams.dialledAddress(link).ifPresent(dialled -> {
      dialling.isSelf(dialled);
      streams.drop(link);
    });
  }

  private void forget(NodeId id) {
    streams.forget(id);
    dialling.forget(id);
    effects.remove(id);
  }
}
