package io.miso.node.overlay;

import io.miso.node.identity.NodeId;
import io.miso.node.replication.PeerIdentity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The peers that this node met and did not forget, with a stream or without, and how each stands with it: pure. Of those without a stream
 * a bounded number is kept; the one that is gone longest has to be forgotten first.
 */
final class KnownPeers {

  /** What a handshake with a peer means. */
  enum Meeting {
    NEW,
    /** It was lost before. */
    BACK,
    /** It was there all along, over another stream. */
    STILL_THERE
  }

  private enum Standing {
    CONNECTED,
    /** Its stream gave way to another one, whose handshake is still to come. */
    BETWEEN_STREAMS,
    LOST
  }

  private record Known(PeerIdentity identity, Standing standing) {}

  private final int maxGone;

  /** Those that changed last come last. */
  private final Map<NodeId, Known> peers = new LinkedHashMap<>();

  KnownPeers(int maxGone) {
    this.maxGone = maxGone;
  }

  /** The peer passed the handshake. */
  Meeting met(PeerIdentity peer) {
    Known before = peers.get(peer.id());
    put(peer, Standing.CONNECTED);
    if (before == null) {
      return Meeting.NEW;
    }
    return before.standing() == Standing.LOST ? Meeting.BACK : Meeting.STILL_THERE;
  }

  /** The peer's stream ended in favour of another one. */
  void betweenStreams(PeerIdentity peer) {
    put(peer, Standing.BETWEEN_STREAMS);
  }

  /** There is no stream to the peer, and none is expected. */
  void lost(PeerIdentity peer) {
    put(peer, Standing.LOST);
  }

  /** Whether the stream that was expected has not come. */
  boolean stillBetweenStreams(NodeId id) {
    Known known = peers.get(id);
    return known != null && known.standing() == Standing.BETWEEN_STREAMS;
  }

  /** Who else says to be at the address of the peer: at most one of them is right. */
  List<PeerIdentity> othersAt(PeerIdentity peer) {
    return peers.values().stream()
        .map(Known::identity)
        .filter(other -> other.address().equals(peer.address()) && !other.id().equals(peer.id()))
        .toList();
  }

  /** Who else says to have the name of the peer, at another address. */
  List<PeerIdentity> othersNamedAs(PeerIdentity peer) {
    return peers.values().stream()
        .map(Known::identity)
        .filter(other -> other.name().equals(peer.name())
            && !other.address().equals(peer.address())
            && !other.id().equals(peer.id()))
        .toList();
  }

  /** Those gone longest, where more are gone than are to be kept. */
  List<PeerIdentity> tooMany() {
    List<PeerIdentity> gone = peers.values().stream()
        .filter(known -> known.standing() != Standing.CONNECTED)
        .map(Known::identity)
        .toList();
    return gone.subList(0, Math.max(0, gone.size() - maxGone));
  }

  void forget(NodeId id) {
    peers.remove(id);
  }

  private void put(PeerIdentity peer, Standing standing) {
    peers.remove(peer.id());
    peers.put(peer.id(), new Known(peer, standing));
  }
}
