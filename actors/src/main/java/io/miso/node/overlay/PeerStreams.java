package io.miso.node.overlay;

import io.miso.node.identity.NodeId;
import io.miso.node.replication.PeerIdentity;
import io.miso.node.replication.StreamLink;
import io.miso.node.settings.NodeSettings.Seed;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The streams to other nodes, from their opening on, and the one that is kept to each: pure. Of several between the same two nodes the
 * one of the highest {@link StreamRank} stays. A stream that is no longer in the set has nothing more to say.
 */
final class PeerStreams {

  /**
   * A stream and where it came from.
   *
   * @param dialled the address it was opened to; null where the peer opened it
   * @param number counts the streams that this node opened, 0 where the peer opened it
   */
  private record Opening(@Nullable Seed dialled, long number, Stage stage) {
    Opening at(Stage next) {
      return new Opening(dialled, number, next);
    }
  }

  private enum Stage {
    AWAITS_HANDSHAKE,
    /** As before, but its opener dials again: its end means nothing, its Hello still counts. */
    OVERDUE,
    ADMITTED,
    REFUSED
  }

  private record Kept(PeerIdentity peer, StreamLink link, StreamRank rank, long process) {
    /** A node that starts again under its id counts up its incarnation. */
    boolean isOtherNodeThan(PeerIdentity claimant, long itsProcess) {
      return process != itsProcess && claimant.incarnation() <= peer.incarnation();
    }

    boolean goesBefore(PeerIdentity claimant, StreamRank itsRank) {
      return claimant.incarnation() <= peer.incarnation() && rank.compareTo(itsRank) > 0;
    }
  }

  /** What becomes of a stream whose peer passed the handshake. */
  enum Admission {
    /** It is the only one. */
    FIRST,
    /** It takes the place of another. */
    REPLACES,
    /** Another one stays. */
    DUPLICATE,
    /** Another node lives under the same id, and its stream stays. */
    COPIED_ID
  }

  /**
   * A stream that ended and was still in the set.
   *
   * @param dialled the address it was opened to; null where the peer opened it
   * @param peer whose kept stream it was; null where it was none
   */
  record Ended(@Nullable Seed dialled, @Nullable PeerIdentity peer) {}

  private final NodeId self;
  private final Map<StreamLink, Opening> streams = new HashMap<>();
  private final Map<NodeId, Kept> kept = new HashMap<>();
  private final Set<NodeId> rowsReceived = new HashSet<>();
  private final int maxConnected;
  private long lastNumber;

  /**
   * @param maxConnected how many peers are kept a stream to
   */
  PeerStreams(NodeId self, int maxConnected) {
    this.self = self;
    this.maxConnected = maxConnected;
  }

  /** A peer opens a stream. */
  void opened(StreamLink link) {
    streams.put(link, new Opening(null, 0, Stage.AWAITS_HANDSHAKE));
  }

  /** Whether as many strangers as peers are allowed have opened a stream and said nothing yet. */
  boolean crowded() {
    return streams.values().stream()
            .filter(o -> o.dialled() == null && o.stage() == Stage.AWAITS_HANDSHAKE)
            .count()
        >= maxConnected;
  }

  /** Whether there is no room for a stream to one more peer. */
  boolean full() {
    return kept.size() >= maxConnected;
  }

  /** This node opens a stream; answers its number. */
  long dialled(StreamLink link, Seed address) {
    long number = ++lastNumber;
    streams.put(link, new Opening(address, number, Stage.AWAITS_HANDSHAKE));
    return number;
  }

  boolean contains(StreamLink link) {
    return streams.containsKey(link);
  }

  /** The address a stream was opened to; nothing where the peer opened it, or it is not in the set. */
  Optional<Seed> dialledAddress(StreamLink link) {
    return Optional.ofNullable(streams.get(link)).map(Opening::dialled);
  }

  /**
   * The peer of a stream passed the handshake.
   *
   * @param peersNumber the number its opener gave the stream, where that is the peer
   * @param process tells two nodes apart that live under one id
   */
  Admission admit(StreamLink link, PeerIdentity peer, long peersNumber, long process) {
    StreamRank rank = rank(link, peer, peersNumber);
    Kept other = kept.get(peer.id());
    if (other != null && other.isOtherNodeThan(peer, process)) {
      return Admission.COPIED_ID;
    }
    if (other != null && other.goesBefore(peer, rank)) {
      streams.remove(link);
      return Admission.DUPLICATE;
    }
    if (other != null) {
      streams.remove(other.link());
    }
    kept.put(peer.id(), new Kept(peer, link, rank, process));
    streams.computeIfPresent(link, (l, opening) -> opening.at(Stage.ADMITTED));
    return other == null ? Admission.FIRST : Admission.REPLACES;
  }

  /** This node has waited for the Hello for long and dials again. */
  void overdue(StreamLink link) {
    streams.computeIfPresent(link, (l, opening) -> opening.at(Stage.OVERDUE));
  }

  boolean isOverdue(StreamLink link) {
    Opening opening = streams.get(link);
    return opening != null && opening.stage() == Stage.OVERDUE;
  }

  /** Nothing that still comes on the stream counts; its end does. */
  void refuse(StreamLink link) {
    streams.computeIfPresent(link, (l, opening) -> opening.at(Stage.REFUSED));
  }

  /** Takes a stream out before it ends. */
  void drop(StreamLink link) {
    streams.remove(link);
  }

  /** A stream ended; answers what it was, nothing where that is of no concern any more. */
  Optional<Ended> ended(StreamLink link) {
    Opening opening = streams.remove(link);
    if (opening == null || opening.stage() == Stage.OVERDUE) {
      return Optional.empty();
    }
    PeerIdentity peer = peerOf(link);
    if (peer != null) {
      kept.remove(peer.id());
      rowsReceived.remove(peer.id());
    }
    return Optional.of(new Ended(opening.dialled(), peer));
  }

  /** Whether the stream is in the set and its first frame is still to be judged. */
  boolean awaitsHandshake(StreamLink link) {
    Opening opening = streams.get(link);
    return opening != null
        && (opening.stage() == Stage.AWAITS_HANDSHAKE || opening.stage() == Stage.OVERDUE);
  }

  /** The row of a peer is merged; false where there is no stream to it any more. */
  boolean rowReceived(NodeId id) {
    if (!kept.containsKey(id)) {
      return false;
    }
    rowsReceived.add(id);
    return true;
  }

  /** Whether there is a stream to the node and its row came. */
  boolean hasRowOf(NodeId id) {
    return rowsReceived.contains(id);
  }

  /** A node is gone for good. */
  void forget(NodeId id) {
    rowsReceived.remove(id);
    Kept gone = kept.remove(id);
    if (gone != null) {
      streams.remove(gone.link());
    }
  }

  /** Who the stream under the id leads to. */
  Optional<PeerIdentity> peer(NodeId id) {
    return Optional.ofNullable(kept.get(id)).map(Kept::peer);
  }

  boolean connected(NodeId id) {
    return kept.containsKey(id);
  }

  /** The peers there is a stream to. */
  List<PeerIdentity> peers() {
    return kept.values().stream().map(Kept::peer).toList();
  }

  /** The one stream to each of them. */
  Collection<StreamLink> links() {
    return kept.values().stream().map(Kept::link).toList();
  }

  private StreamRank rank(StreamLink link, PeerIdentity peer, long peersNumber) {
    boolean lowerId = self.compareTo(peer.id()) < 0;
    Opening opening = streams.get(link);
    return opening != null && opening.dialled() != null
        ? new StreamRank(lowerId, opening.number())
        : new StreamRank(!lowerId, peersNumber);
  }

  private @Nullable PeerIdentity peerOf(StreamLink link) {
    return kept.values().stream()
        .filter(peer -> peer.link() == link)
        .map(Kept::peer)
        .findFirst()
        .orElse(null);
  }
}
