package io.miso.node.overlay;

import io.miso.grpc.replication.v1.Goodbye;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.identity.NodeId;
import io.miso.node.overlay.Handshake.Verdict;
import io.miso.node.overlay.PeerStreams.Admission;
import io.miso.node.replication.Frames;
import io.miso.node.replication.Liveness;
import io.miso.node.replication.PeerIdentity;
import io.miso.node.replication.StreamLink;
import io.miso.node.settings.NodeSettings;
import io.miso.node.settings.NodeSettings.Seed;
import java.time.Duration;
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

    /** The node is forgotten; for good where it never comes back under this id. */
    void remove(NodeId id, boolean forGood);

    /** Runs the action after the delay, unless another one of the peer takes its place. */
    void later(PeerIdentity peer, Duration delay, Runnable action);
  }

  /** More than the way of a Hello, while two nodes settle which of two streams they keep. */
  private static final Duration BETWEEN_STREAMS = Duration.ofSeconds(1);

  private final Handshake handshake;
  private final NodeSettings.Peers settings;
  private final PeerStreams streams;
  private final Presence presence;
  private final Dialling dialling;
  private final Notices notices;
  private final Effects effects;
  private boolean leaving;

  Membership(
      Handshake handshake,
      NodeSettings.Peers settings,
      PeerStreams streams,
      Dialling dialling,
      Notices notices,
      Effects effects) {
    this.handshake = handshake;
    this.settings = settings;
    this.streams = streams;
    this.presence = new Presence(settings, streams, notices);
    this.dialling = dialling;
    this.notices = notices;
    this.effects = effects;
  }

  /** A peer opens a stream; answers whether its Hello is waited for. */
  boolean opened(StreamLink link) {
    boolean crowded = streams.crowded();
    streams.opened(link);
    if (crowded) {
      refuse(
          link,
          Handshake.tooMany(link.remote(), "too many nodes opened a stream and sent no Hello yet"));
    }
    return !crowded;
  }

  /**
   * The first frame of a stream. Nothing follows on a stream that is refused.
   *
   * @param handled asks for the next one
   */
  void firstFrame(StreamLink link, PeerFrame frame, Runnable handled) {
    if (!streams.awaitsHandshake(link)) {
      link.close();
      handled.run();
      return;
    }
    if (leaving) {
      streams.refuse(link);
      link.end(Handshake.leaving());
      return;
    }
    Verdict verdict = handshake.judge(frame);
    if (verdict instanceof Verdict.Accepted accepted) {
      accept(link, accepted, handled);
      return;
    }
    if (streams.isOverdue(link)) {
      // The dial that followed will be told the same.
      streams.drop(link);
      link.close();
      return;
    }
    if (verdict instanceof Verdict.Rejected rejected) {
      refuse(link, rejected);
      return;
    }
    streams.refuse(link);
    if (verdict instanceof Verdict.TurnedAway turnedAway) {
      turnedAway(link, turnedAway.goodbye());
      link.close();
    } else {
      dialledItself(link);
      link.end(Frames.goodbye(Goodbye.Reason.SAME_NODE_ID, ""));
    }
  }

  /**
   * The handshake took too long; answers whether it may take as long again. On a machine with too much to do the answer to a dial may just
   * be under way: this node dials again, but takes the answer if it comes.
   */
  boolean timedOut(StreamLink link) {
    if (!streams.awaitsHandshake(link)) {
      return false;
    }
    Seed dialled = streams.dialledAddress(link).orElse(null);
    if (dialled == null) {
      streams.refuse(link);
      notices.noHello(link.remote());
      link.close();
      return false;
    }
    if (streams.isOverdue(link)) {
      streams.drop(link);
      // Whoever answers after all is to know that no peer is lost by it.
      link.end(handshake.duplicate());
      return false;
    }
    streams.overdue(link);
    dialling.failed(dialled, new TimeoutException("no answer"));
    return true;
  }

  /** A stream ended. */
  void ended(StreamLink link, @Nullable Throwable cause) {
    streams.ended(link).ifPresent(ended -> {
      Seed dialled = ended.dialled();
      PeerIdentity peer = ended.peer();
      if (peer != null) {
        disconnected(peer, link.farewell().orElse(null), cause);
        dialling.lost(dialled == null ? peer.address() : dialled);
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
    forget(new Presence.Forgotten(peer.id(), true));
    configured.forEach(dialling::lost);
  }

  /** This node goes: says goodbye to every peer, and meets nobody any more. */
  void leave() {
    leaving = true;
    dialling.leave();
    streams.links().forEach(link -> link.end(Handshake.leaving()));
  }

  private void accept(StreamLink link, Verdict.Accepted accepted, Runnable handled) {
    PeerIdentity peer = accepted.identity();
    if (streams.full() && !streams.connected(peer.id())) {
      refuse(
          link,
          Handshake.tooMany(
              peer.toString(),
              "this node has " + settings.maxConnected()
                  + " peers, the limit (miso.peers.max-connected)"));
      return;
    }
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
    presence.met(peer).forEach(this::forget);
    if (dialled == null) {
      link.send(handshake.hello(effects.ownAddressTowards(peer.address()), 0));
    }
    dialling.told(peer.address(), peer.id());
    effects.attach(peer, link, handled);
    effects.introduce(Frames.knownNodes(streams.peers()));
    if (presence.sharesItsAddress(peer)) {
      // By then a stream that leads to nobody is taken for broken.
      Duration silence = Liveness.untilLost(settings.acceptablePause());
      effects.later(
          peer, silence.plus(settings.heartbeatInterval()), () -> presence.confirmAlive(peer));
    }
  }

  private void disconnected(
      PeerIdentity peer, @Nullable Goodbye farewell, @Nullable Throwable cause) {
    if (farewell != null && farewell.getReason() == Goodbye.Reason.DUPLICATE_STREAM) {
      presence.betweenStreams(peer);
      effects.later(peer, BETWEEN_STREAMS, () -> {
        if (presence.stillBetweenStreams(peer)) {
          lost(peer, "no other stream came");
        }
      });
    } else if (leaving || (farewell != null && farewell.getForGood())) {
      dialling.met(peer.id());
      presence.parted(peer);
    } else {
      lost(peer, farewell == null ? Causes.describe(cause) : "it says: " + farewell.getDetail());
    }
  }

  private void lost(PeerIdentity peer, String cause) {
    dialling.met(peer.id());
    presence.lost(peer, cause).forEach(this::forget);
  }

  private void refuse(StreamLink link, Verdict.Rejected rejected) {
    notices.refused(rejected);
    streams.refuse(link);
    link.end(Frames.goodbye(rejected.reason(), rejected.detail()));
  }

  private void turnedAway(StreamLink link, Goodbye goodbye) {
    switch (goodbye.getReason()) {
      case OTHER_CLUSTER, PROTOCOL_VERSION, MALFORMED, TOO_MANY_PEERS -> {
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
      case SHUTTING_DOWN ->
        streams.dialledAddress(link).ifPresent(dialled -> {
          streams.drop(link);
          dialling.later(dialled);
        });
      default -> {
        // Of a later version: nothing to tell.
      }
    }
  }

  private void dialledItself(StreamLink link) {
    streams.dialledAddress(link).ifPresent(dialled -> {
      dialling.isSelf(dialled);
      streams.drop(link);
    });
  }

  private void forget(Presence.Forgotten forgotten) {
    NodeId id = forgotten.id();
    dialling.met(id);
    presence.forget(id);
    streams.forget(id);
    dialling.forget(id);
    effects.remove(id, forgotten.forGood());
  }
}
