package io.miso.node.overlay;

import io.miso.grpc.replication.v1.KnownNodes;
import io.miso.grpc.replication.v1.NodeAddress;
import io.miso.node.identity.NodeId;
import io.miso.node.overlay.PeerFinder.Candidate;
import io.miso.node.settings.NodeSettings.Seed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses are dialled, and when: pure but for its effects. A node that there is a stream to is not dialled; an address that
 * fails is dialled again for as long as the {@link AddressBook} says.
 */
final class Dialling {

  /** What comes of it. */
  interface Effects {
    void dial(Seed address);

    /** Calls {@link #due} after the delay. */
    void dialLater(Seed address, Duration delay);

    /** Asks {@link #stillUnreachable} after a while. */
    void remember(Seed address, @Nullable Throwable cause);
  }

  /**
   * Nodes mostly find each other at the same time. The one of the lower id dials at once, the other only if no stream came by then:
   * of two one is closed again, and what it takes to dial is what nodes that just started are short of. Below the first round's timeout.
   */
  static final Duration PRECEDENCE = Duration.ofSeconds(2);

  private final NodeId self;
  private final AddressBook book;
  private final FirstRound firstRound;
  private final PeerStreams streams;
  private final Effects effects;
  private boolean leaving;

  Dialling(
      NodeId self, AddressBook book, FirstRound firstRound, PeerStreams streams, Effects effects) {
    this.self = self;
    this.book = book;
    this.firstRound = firstRound;
    this.streams = streams;
    this.effects = effects;
  }

  /** A node may be there. */
  void found(Candidate candidate, boolean configured) {
    if (candidate.id().filter(id -> id.equals(self) || streams.connected(id)).isPresent()
        || (streams.full() && !configured)) {
      return;
    }
    boolean waits =
        !configured && candidate.id().filter(id -> id.compareTo(self) < 0).isPresent();
    for (Seed address : candidate.addresses()) {
      book.note(address, candidate.id(), configured)
          .ifPresent(waits ? this::awaitStream : this::dial);
    }
  }

  /** A peer knows of nodes. */
  void introduced(KnownNodes nodes) {
    for (NodeAddress node : nodes.getNodesList()) {
      if (node.getNodeId().size() == 16 && !node.getHost().isEmpty() && node.getPort() > 0) {
        Seed address = new Seed(node.getHost(), node.getPort());
        found(new Candidate(Optional.of(NodeId.of(node.getNodeId())), List.of(address)), false);
      }
    }
  }

  /** The delay of a redial is over. */
  void due(Seed address) {
    AddressBook.Entry entry = book.due(address);
    if (entry != null) {
      dial(entry);
    }
  }

  /** The dial led to a node. */
  void answered(Seed address, NodeId id) {
    book.answered(address, id);
  }

  /** A stream to the node has lasted for a while. */
  void lasted(NodeId id) {
    book.lasted(id);
  }

  /** A node says that it can be dialled there. */
  void told(Seed address, NodeId id) {
    book.told(address, id);
  }

  /** The dial led to a node that keeps another stream. */
  void duplicate(Seed address, NodeId id) {
    book.duplicate(address, id);
    firstRound.settled(address);
  }

  /** The address is this node's own. */
  void isSelf(Seed address) {
    book.isSelf(address);
    firstRound.settled(address);
  }

  /** The row of a node is merged, or its stream ended: nobody has to wait for it any more. */
  void met(NodeId id) {
    book.addressesOf(id).forEach(firstRound::settled);
  }

  /** Nobody has to wait for the address any more. */
  void settled(Seed address) {
    firstRound.settled(address);
  }

  /** The dial failed. */
  void failed(Seed address, @Nullable Throwable cause) {
    firstRound.settled(address);
    if (reportable(address)) {
      effects.remember(address, cause);
    }
    again(address);
  }

  /** The stream to the peer that can be dialled there broke, which is told already. */
  void lost(Seed address) {
    AddressBook.Entry entry = book.get(address);
    if (entry != null) {
      entry.reported();
    }
    again(address);
  }

  /** Nobody is to be reached there now, which is no failure. */
  void later(Seed address) {
    firstRound.settled(address);
    again(address);
  }

  private void again(Seed address) {
    if (!leaving) {
      book.failed(address).ifPresent(delay -> effects.dialLater(address, delay));
    }
  }

  /** A node is gone for good: only addresses that somebody configured are dialled on. */
  void forget(NodeId id) {
    book.forget(id);
  }

  List<Seed> configuredAddressesOf(NodeId id) {
    return book.configuredAddressesOf(id);
  }

  /** This node goes: nothing is dialled any more, or its peers would take it for one that came back. */
  void leave() {
    leaving = true;
  }

  /** Whether a failure of the address is worth a line now; only the first one is, until it answers. */
  boolean reportable(Seed address) {
    AddressBook.Entry entry = book.get(address);
    return entry != null && entry.reportable();
  }

  boolean known(Seed address) {
    return book.get(address) != null;
  }

  /** Whether a failure that was worth a line still is. */
  boolean stillUnreachable(Seed address) {
    AddressBook.Entry entry = book.get(address);
    return entry != null
        && entry.failing()
        && entry.id().filter(streams::connected).isEmpty();
  }

  private void dial(AddressBook.Entry entry) {
    if (leaving || entry.id().filter(streams::connected).isPresent()) {
      return;
    }
    if (!book.startDialling(entry)) {
      // Another address of the node is tried first.
      firstRound.settled(entry.address());
      return;
    }
    firstRound.dialling(entry.address());
    effects.dial(entry.address());
  }

  /** The node there is to dial this one. Whoever waits for a dial waits for its stream as well. */
  private void awaitStream(AddressBook.Entry entry) {
    if (!leaving) {
      book.dialLater(entry);
      firstRound.dialling(entry.address());
      effects.dialLater(entry.address(), PRECEDENCE);
    }
  }
}
