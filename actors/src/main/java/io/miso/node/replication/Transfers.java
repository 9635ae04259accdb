package io.miso.node.replication;

import io.miso.crdt.Crdt;
import io.miso.node.operation.CrdtKey;
import io.miso.node.replication.Outgoing.Item;
import io.miso.node.replication.Outgoing.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * States and deltas that are too large for one item of a batch: pure. Of a whole state the peer is asked first what it has, and gets what it
 * lacks; either goes in parts, each a delta in its own right, cut from one immutable snapshot. A few are on their way at the same time, so
 * that what they hold stays bounded; the others are remembered by their keys alone.
 */
final class Transfers {
  private static final int MOST_ACTIVE = 4;

  /** One on its way. */
  private static final class Transfer {
    /** The version that the peer has once all parts are acknowledged; 0 where the parts are those of a delta. */
    private long version;

    private final long askedAtMs;
    private @Nullable Iterator<? extends Crdt<?>> parts;
    private @Nullable Crdt<?> first;
    private final Set<Long> unacknowledged = new HashSet<>();

    private Transfer(long version, long askedAtMs) {
      this.version = version;
      this.askedAtMs = askedAtMs;
    }

    private boolean isOver() {
      return parts != null && first() == null && unacknowledged.isEmpty();
    }

    /** The first of the parts that are left. */
    private @Nullable Crdt<?> first() {
      if (first == null && parts != null && parts.hasNext()) {
        first = parts.next();
      }
      return first;
    }
  }

  private final Set<CrdtKey> queued = new LinkedHashSet<>();
  private final Map<CrdtKey, Transfer> active = new LinkedHashMap<>();

  /** The whole state of a CRDT is to go to the peer, as it is when its turn comes. */
  void queue(CrdtKey key) {
    queued.add(key);
  }

  boolean isQueued(CrdtKey key) {
    return queued.contains(key);
  }

  boolean isActive(CrdtKey key) {
    return active.containsKey(key);
  }

  boolean hasRoom() {
    return active.size() < MOST_ACTIVE;
  }

  /** The CRDT whose turn it is, where there is room for one more. */
  Optional<CrdtKey> nextQueued() {
    if (!hasRoom()) {
      return Optional.empty();
    }
    Optional<CrdtKey> next =
        queued.stream().filter(key -> !active.containsKey(key)).findFirst();
    next.ifPresent(queued::remove);
    return next;
  }

  /** The peer is asked what it has. */
  void asked(CrdtKey key, long version, long nowMs) {
    active.put(key, new Transfer(version, nowMs));
  }

  /** The version that was asked with; empty where no answer is awaited. */
  Optional<Long> versionAskedWith(CrdtKey key) {
    Transfer transfer = active.get(key);
    return transfer == null || transfer.parts != null
        ? Optional.empty()
        : Optional.of(transfer.version);
  }

  /** The parts of what the peer lacks, or of a delta where the version is 0. */
  void start(CrdtKey key, long version, Iterator<? extends Crdt<?>> parts, long nowMs) {
    Transfer transfer = active.computeIfAbsent(key, k -> new Transfer(version, nowMs));
    transfer.version = version;
    transfer.parts = parts;
    transfer.first = null;
  }

  /**
   * The next part of any, where it is small enough. Those that begin first end first.
   *
   * @param sequence of the batch that it goes with
   */
  Optional<Item> nextPart(long sequence, long mostWeight) {
    for (Map.Entry<CrdtKey, Transfer> entry : active.entrySet()) {
      Transfer transfer = entry.getValue();
      Crdt<?> part = transfer.first();
      if (part != null) {
        Kind kind = transfer.version > 0 ? Kind.PART_OF_FULL : Kind.PART_OF_DELTA;
        Item item = new Item(entry.getKey(), part, kind, 0);
        if (item.weight() > mostWeight) {
          return Optional.empty();
        }
        transfer.first = null;
        transfer.unacknowledged.add(sequence);
        return Optional.of(item);
      }
    }
    return Optional.empty();
  }

  /** A batch with a part is acknowledged; answers the version that the peer has now where it was the last one, 0 after a delta. */
  Optional<Long> acknowledged(CrdtKey key, long sequence) {
    Transfer transfer = active.get(key);
    if (transfer == null || !transfer.unacknowledged.remove(sequence) || !transfer.isOver()) {
      return Optional.empty();
    }
    return Optional.of(transfer.version);
  }

  /** Ends one, wherever it stands. */
  void end(CrdtKey key) {
    active.remove(key);
  }

  /** Those of which the peer was asked before the time and that it did not answer. */
  List<CrdtKey> askedBefore(long timeMs) {
    List<CrdtKey> unanswered = new ArrayList<>();
    active.forEach((key, transfer) -> {
      if (transfer.parts == null && transfer.askedAtMs < timeMs) {
        unanswered.add(key);
      }
    });
    return unanswered;
  }

  void drop(Predicate<CrdtKey> matches) {
    queued.removeIf(matches);
    active.keySet().removeIf(matches);
  }

  Collection<CrdtKey> queued() {
    return queued;
  }

  Collection<CrdtKey> active() {
    return active.keySet();
  }
}
