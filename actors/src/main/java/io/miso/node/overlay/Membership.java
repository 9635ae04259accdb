package io.miso.node.overlay;

import io.miso.grpc.replication.v1.Goodbye;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.identity.NodeId;
import io.miso.node.overlay.Handshake.Verdict;
import io.miso.node.overlay.PeerStreams.Admission;
import io.miso.node.replication.Frames;
import io.miso.node.replication.Liveness;
import io.miso.node.replication.PeerFaultException;
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

    /** Another node lives under the id of this one: nothing may be written under it any more. */
    void nodeIdIsCopied();

    /** Runs the action after the delay, unless another one of the subject takes its place. */
    void later(Object subject, Duration delay, Runnable action);
  }

  /** More than the way of a Hello, while two nodes settle which of two streams they keep. */
  private static final Duration BETWEEN_STREAMS = Duration.ofSeconds(1);

  private final Handshake handshake;
  private final NodeSettings.Peers settings;
  private final Refusals refusals;
  private final PeerStreams streams;
  private final Presence presence;
  private final Dialling dialling;
  private final Notices notices;
  private final Effects effects;
  private boolean leaving;

  Membership(
      Handshake handshake,
      NodeSettings settings,
      PeerStreams streams,
      Dialling dialling,
      Notices notices,
      Effects effects) {
    this.handshake = handshake;
    this.settings = settings.peers();
    this.refusals = new Refusals(streams, dialling, notices, this.settings.maxConnected());
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
      refusals.refuse(
          link,
          Handshake.tooMany("a node", "too many nodes opened a stream and sent no Hello yet"));
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
      refusals.refuse(link, rejected);
      checkId(rejected.reason());
      return;
    }
    streams.refuse(link);
    if (verdict instanceof Verdict.TurnedAway turnedAway) {
      refusals.turnedAway(link, turnedAway.goodbye());
      checkId(turnedAway.goodbye().getReason());
      link.close();
    } else {
      refusals.dialledItself(link);
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
      notices.strangerMisbehaved(link.remote(), "sent no Hello");
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
      PeerFaultException fault = cause instanceof PeerFaultException its ? its : null;
      if (peer != null) {
        if (fault == null) {
          disconnected(peer, link.farewell().orElse(null), cause);
        } else {
          misbehaved(peer, String.valueOf(fault.getMessage()));
        }
        dialling.lost(dialled == null ? peer.address() : dialled);
      } else if (fault != null) {
        notices.strangerMisbehaved(link.remote(), String.valueOf(fault.getMessage()));
        if (dialled != null) {
          dialling.later(dialled);
        }
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
    if (refusals.refuses(link, peer)) {
      return;
    }
    Seed dialled = streams.dialledAddress(link).orElse(null);
    if (dialled != null) {
      dialling.answered(dialled, peer.id());
    }
    Admission admission = streams.admit(link, peer, accepted.stream(), accepted.process());
    if (admission == Admission.COPIED_ID) {
      refusals.refuseCopy(link, peer);
      return;
    }
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
    watch(peer);
  }

  /** Whether the stream lasts, and whether the peer's doubles live: by then a stream that leads to nobody is taken for broken. */
  private void watch(PeerIdentity peer) {
    Duration silence = Liveness.untilLost(settings.acceptablePause());
    effects.later(List.of("lasts", peer.id()), silence, () -> {
      if (streams.connected(peer.id())) {
        dialling.lasted(peer.id());
        presence.lasted(peer);
      }
    });
    if (presence.hasDoubles(peer)) {
      effects.later(
          List.of("doubles", peer.id()),
          silence.plus(settings.heartbeatInterval()),
          () -> presence.confirmAlive(peer));
    }
  }

  private void misbehaved(PeerIdentity peer, String fault) {
    dialling.met(peer.id());
    refusals.bar(peer.id());
    effects.later(
        List.of("barred", peer.id()), settings.faultPause(), () -> refusals.unbar(peer.id()));
    presence.misbehaved(peer, fault).forEach(this::forget);
  }

  private void disconnected(
      PeerIdentity peer, @Nullable Goodbye farewell, @Nullable Throwable cause) {
    if (farewell != null && farewell.getReason() == Goodbye.Reason.DUPLICATE_STREAM) {
      presence.betweenStreams(peer);
      effects.later(List.of("between", peer.id()), BETWEEN_STREAMS, () -> {
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

  /** Whoever lives under the id of this node, by what it says or by what others say, counts the same births. */
  private void checkId(Goodbye.Reason reason) {
    if (reason == Goodbye.Reason.COPIED_NODE_ID) {
      effects.nodeIdIsCopied();
    }
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
