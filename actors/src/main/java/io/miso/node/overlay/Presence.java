package io.miso.node.overlay;

import io.miso.node.identity.NodeId;
import io.miso.node.replication.PeerIdentity;
import io.miso.node.settings.NodeSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which peers are there and which are lost, what the operator is told of it, and whom to forget: pure. One line when a peer is lost, one
 * when it is back, none where one stream gives way to another. Of a peer whose streams break as soon as they are there nothing is said
 * between the first loss and the first stream that lasts.
 */
final class Presence {

  /**
   * Whom to forget.
   *
   * @param forGood whether the node never comes back under this id
   */
  record Forgotten(NodeId id, boolean forGood) {}

  private final NodeSettings settings;
  private final PeerStreams streams;
  private final KnownPeers known;
  private final Notices notices;

  /** Nodes that were found to live beside another one that says the same address, bounded. */
  private final Set<NodeId> sharing = new HashSet<>();

  /** Whose stream has lasted for a while. */
  private final Set<NodeId> steady = new HashSet<>();

  /** Who is said to be lost until a stream lasts. */
  private final Set<NodeId> unsteady = new HashSet<>();

  Presence(NodeSettings settings, PeerStreams streams, Notices notices) {
    this.settings = settings;
    this.streams = streams;
    this.known = new KnownPeers(settings.peers().maxGone());
    this.notices = notices;
  }

  /**
   * There is a stream to the peer; answers whom to forget for it. A new id at a known address takes the place of the old one, which never
   * comes back, once there is no stream to that. As long as there is one, both may live and one of them say a wrong address: neither gives
   * way.
   */
  List<Forgotten> met(PeerIdentity peer) {
    switch (known.met(peer)) {
      case NEW -> {
        return welcome(peer);
      }
      case BACK -> {
        if (!unsteady.contains(peer.id())) {
          notices.back(peer);
        }
      }
      case STILL_THERE -> {
        // Nothing changed for anybody.
      }
    }
    return List.of();
  }

  /** The peer's stream has lasted for a while. */
  void lasted(PeerIdentity peer) {
    steady.add(peer.id());
    if (unsteady.remove(peer.id())) {
      notices.back(peer);
    }
  }

  /** Whether others say the address or the name of the peer, so that {@link #confirmAlive} has to find out. */
  boolean hasDoubles(PeerIdentity peer) {
    return !known.othersAt(peer).isEmpty() || !known.othersNamedAs(peer).isEmpty();
  }

  /** Whoever says the peer's address or name as well and is still connected lives as the peer does. */
  void confirmAlive(PeerIdentity peer) {
    if (streams.connected(peer.id())) {
      known.othersAt(peer).stream()
          .filter(other -> streams.connected(other.id()))
          .forEach(other -> share(other, peer));
      known.othersNamedAs(peer).stream()
          .filter(other -> streams.connected(other.id()))
          .forEach(other -> notices.sameName(peer, other.toString()));
    }
  }

  /** The peer's stream ended in favour of another one, which is to come. */
  void betweenStreams(PeerIdentity peer) {
    notices.betweenStreams(peer);
    known.betweenStreams(peer);
  }

  /** Whether the stream that was to come has not. */
  boolean stillBetweenStreams(PeerIdentity peer) {
    return known.stillBetweenStreams(peer.id());
  }

  /** The stream ended, as was said before. */
  void parted(PeerIdentity peer) {
    known.lost(peer);
  }

  /** There is no stream to the peer any more; answers whom to forget for it. */
  List<Forgotten> lost(PeerIdentity peer, String cause) {
    Optional<PeerIdentity> successor = known.othersAt(peer).stream()
        .filter(other -> streams.connected(other.id()))
        .findFirst();
    if (successor.isPresent()) {
      notices.replaced(peer, successor.get());
      return List.of(replaced(peer));
    }
    return gone(peer, () -> notices.lost(peer, cause));
  }

  /** The peer broke the rules of the stream, which is closed; answers whom to forget for it. */
  List<Forgotten> misbehaved(PeerIdentity peer, String fault) {
    List<Forgotten> forgotten =
        gone(peer, () -> notices.misbehaved(peer, fault, settings.peers().faultPause()));
    unsteady.add(peer.id());
    return forgotten;
  }

  void forget(NodeId id) {
    known.forget(id);
    steady.remove(id);
    unsteady.remove(id);
  }

  private List<Forgotten> gone(PeerIdentity peer, Runnable notice) {
    boolean lasted = steady.remove(peer.id());
    if (!unsteady.contains(peer.id())) {
      notice.run();
    }
    if (!lasted) {
      unsteady.add(peer.id());
    }
    known.lost(peer);
    List<PeerIdentity> oldest = known.tooMany();
    oldest.forEach(each -> notices.forgotten(each, settings.peers().maxGone()));
    return oldest.stream().map(each -> new Forgotten(each.id(), false)).toList();
  }

  private void share(PeerIdentity one, PeerIdentity other) {
    notices.sameAddress(one, other);
    if (sharing.size() < settings.peers().maxKnown()) {
      sharing.add(one.id());
      sharing.add(other.id());
    }
  }

  /** Of nodes that share an address, one that is away is not gone because another one is there. */
  private Forgotten replaced(PeerIdentity old) {
    return new Forgotten(old.id(), !sharing.contains(old.id()));
  }

  private List<Forgotten> welcome(PeerIdentity peer) {
    List<PeerIdentity> gone = known.othersAt(peer).stream()
        .filter(old -> !streams.connected(old.id()))
        .toList();
    gone.forEach(old -> notices.replaced(old, peer));
    if (gone.isEmpty()) {
      notices.connected(peer);
    }
    if (peer.name().equals(settings.nodeName())) {
      notices.sameName(peer, "this node");
    }
    return gone.stream().map(this::replaced).toList();
  }
}
