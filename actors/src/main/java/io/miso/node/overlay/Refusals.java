package io.miso.node.overlay;

import io.miso.grpc.replication.v1.Goodbye;
import io.miso.node.identity.NodeId;
import io.miso.node.overlay.Handshake.Verdict;
import io.miso.node.replication.Frames;
import io.miso.node.replication.PeerIdentity;
import io.miso.node.replication.StreamLink;
import io.miso.node.settings.NodeSettings.Seed;
import java.util.HashSet;
import java.util.Set;

/** Whom this node does not take for a peer, and what it means that others do not take this one: pure but for the streams' last frames. */
final class Refusals {
  private final PeerStreams streams;
  private final Dialling dialling;
  private final Notices notices;
  private final int maxConnected;
  private final Set<NodeId> barred = new HashSet<>();

  Refusals(PeerStreams streams, Dialling dialling, Notices notices, int maxConnected) {
    this.streams = streams;
    this.dialling = dialling;
    this.notices = notices;
    this.maxConnected = maxConnected;
  }

  /** Ends the stream where there is no room for the peer, or it broke the rules a moment ago, which was told then. */
  boolean refuses(StreamLink link, PeerIdentity peer) {
    if (barred.contains(peer.id())) {
      end(
          link,
          new Verdict.Rejected(
              Goodbye.Reason.MALFORMED,
              peer.toString(),
              "it broke the rules of a stream a moment ago"));
      return true;
    }
    if (streams.full() && !streams.connected(peer.id())) {
      refuse(
          link,
          Handshake.tooMany(
              peer.toString(),
              "this node has " + maxConnected + " peers, the limit (miso.peers.max-connected)"));
      return true;
    }
    return false;
  }

  /** Ends the stream of a peer under whose id another one lives. */
  void refuseCopy(StreamLink link, PeerIdentity peer) {
    String owner = streams.peer(peer.id()).map(PeerIdentity::toString).orElseThrow();
    refuse(link, Handshake.copied(peer.toString(), owner, peer.id()));
  }

  /** The peer broke the rules of a stream. */
  void bar(NodeId id) {
    barred.add(id);
  }

  void unbar(NodeId id) {
    barred.remove(id);
  }

  /** Ends a stream in its handshake, and tells of it. */
  void refuse(StreamLink link, Verdict.Rejected rejected) {
    notices.refused(link.remote(), rejected);
    end(link, rejected);
  }

  private void end(StreamLink link, Verdict.Rejected rejected) {
    streams.refuse(link);
    link.end(Frames.goodbye(rejected.reason(), rejected.detail()));
  }

  /** The other side says goodbye in place of a Hello. */
  void turnedAway(StreamLink link, Goodbye goodbye) {
    switch (goodbye.getReason()) {
      case OTHER_CLUSTER, PROTOCOL_VERSION, MALFORMED, TOO_MANY_PEERS, COPIED_NODE_ID -> {
        Seed dialled = streams.dialledAddress(link).orElse(null);
        if (dialled == null || !dialling.known(dialled) || dialling.reportable(dialled)) {
          notices.refusedBy(link.remote(), goodbye);
        }
      }
      case SAME_NODE_ID -> dialledItself(link);
      case DUPLICATE_STREAM -> duplicate(link, goodbye);
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

  void dialledItself(StreamLink link) {
    streams.dialledAddress(link).ifPresent(dialled -> {
      dialling.isSelf(dialled);
      streams.drop(link);
    });
  }

  /** Without a stream here, the one that is kept there is broken and the other side has not noticed: it is dialled again. */
  private void duplicate(StreamLink link, Goodbye goodbye) {
    Seed dialled = streams.dialledAddress(link).orElse(null);
    if (dialled != null && goodbye.getNodeId().size() == 16) {
      NodeId id = NodeId.of(goodbye.getNodeId());
      if (streams.connected(id)) {
        streams.drop(link);
        dialling.duplicate(dialled, id);
      }
    }
  }
}
