package io.miso.node.replication;

import io.miso.crdt.Crdt;
import io.miso.node.operation.CrdtKey;
import io.miso.node.replication.Outgoing.Item;
import io.miso.node.replication.Outgoing.Kind;
import io.miso.node.replication.Outgoing.Question;
import io.miso.node.replication.Outgoing.Shipment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What of an outbox goes out next: pure. Questions first, since their answers take their time; then what waits, oldest first, and parts
 * of what is large in the room that is left.
 */
final class Packing {

  /** About what a summary takes: a state that is no larger is sent without asking. */
  static final int DIRECT_BYTES = 2048;

  private final Outbox.Bounds bounds;
  private final Pending pending;
  private final Transfers transfers;
  private final InFlight inFlight;
  private final Waits waits;
  private final Undelivered undelivered;

  Packing(
      Outbox.Bounds bounds,
      Pending pending,
      Transfers transfers,
      InFlight inFlight,
      Waits waits,
      Undelivered undelivered) {
    this.bounds = bounds;
    this.pending = pending;
    this.transfers = transfers;
    this.inFlight = inFlight;
    this.waits = waits;
    this.undelivered = undelivered;
  }

  /**
   * What to send next, where there is room for it and something waits.
   *
   * @param snapshots the latest full state of a CRDT; null where there is none
   */
  Optional<Outgoing> next(Function<CrdtKey, Outbox.@Nullable Snapshot> snapshots, long nowMs) {
    while (true) {
      Optional<Outgoing> question = question(snapshots, nowMs);
      if (question.isPresent() || inFlight.size() >= bounds.window()) {
        return question;
      }
      int queued = transfers.queued().size();
      List<Item> items = pack(snapshots, nowMs);
      if (!items.isEmpty()) {
        return Optional.of(ship(items, nowMs));
      }
      if (transfers.queued().size() == queued) {
        return Optional.empty();
      }
    }
  }

  private Optional<Outgoing> question(
      Function<CrdtKey, Outbox.@Nullable Snapshot> snapshots, long nowMs) {
    while (true) {
      Optional<CrdtKey> next = transfers.nextQueued();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      CrdtKey key = next.get();
      Outbox.Snapshot snapshot = snapshots.apply(key);
      if (snapshot != null) {
        waits.transferring(key);
        undelivered.transferring(key);
        transfers.asked(key, snapshot.version(), nowMs);
        return Optional.of(new Question(key, snapshot.state().digest()));
      }
      waits.settled(key);
      undelivered.settled(key);
    }
  }

  private List<Item> pack(Function<CrdtKey, Outbox.@Nullable Snapshot> snapshots, long nowMs) {
    List<Item> items = new ArrayList<>();
    long weight = 0;
    Iterator<Map.Entry<CrdtKey, Optional<Crdt<?>>>> entries = pending.iterator();
    while (entries.hasNext() && weight < bounds.batchBytes()) {
      Map.Entry<CrdtKey, Optional<Crdt<?>>> entry = entries.next();
      CrdtKey key = entry.getKey();
      Optional<Crdt<?>> delta = entry.getValue();
      Item item = item(key, delta, snapshots);
      if (item == null) {
        entries.remove();
        waits.settled(key);
        undelivered.settled(key);
      } else if (isLarge(item)) {
        if (startTransfer(item, nowMs)) {
          entries.remove();
          pending.taken(key, delta);
        }
      } else if (!items.isEmpty() && weight + item.weight() > bounds.batchBytes()) {
        break;
      } else {
        entries.remove();
        pending.taken(key, delta);
        weight += item.weight();
        items.add(item);
      }
    }
    addParts(items, weight);
    return items;
  }

  private static @Nullable Item item(
      CrdtKey key,
      Optional<Crdt<?>> delta,
      Function<CrdtKey, Outbox.@Nullable Snapshot> snapshots) {
    Outbox.Snapshot snapshot = snapshots.apply(key);
    // A delta from before a deletion must not come after what the deletion left was dropped there.
    if (delta.isPresent() && (snapshot == null || snapshot.state().isLive())) {
      return new Item(key, delta.get(), Kind.DELTA, 0);
    }
    return snapshot == null ? null : new Item(key, snapshot.state(), Kind.FULL, snapshot.version());
  }

  private boolean isLarge(Item item) {
    long most = item.kind() == Kind.FULL
        ? Math.min(DIRECT_BYTES, bounds.batchBytes())
        : bounds.batchBytes();
    return item.weight() > most;
  }

  /** False where the CRDT has to wait for its turn. */
  private boolean startTransfer(Item item, long nowMs) {
    CrdtKey key = item.key();
    if (item.kind() == Kind.FULL) {
      transfers.queue(key);
      return true;
    }
    if (transfers.isActive(key) || !transfers.hasRoom()) {
      return false;
    }
    waits.transferring(key);
    undelivered.transferring(key);
    transfers.start(key, 0, item.state().chunks(bounds.batchBytes()), nowMs);
    return true;
  }

  private void addParts(List<Item> items, long packed) {
    long weight = packed;
    while (weight < bounds.batchBytes()) {
      // One that is larger than a batch goes alone.
      long room = items.isEmpty() ? Long.MAX_VALUE : bounds.batchBytes() - weight;
      Optional<Item> part = transfers.nextPart(inFlight.nextSequence(), room);
      if (part.isEmpty()) {
        return;
      }
      items.add(part.get());
      weight += part.get().weight();
    }
  }

  private Shipment ship(List<Item> items, long nowMs) {
    long sequence = inFlight.nextSequence();
    inFlight.add(items, nowMs);
    for (Item item : items) {
      if (!item.kind().isPart()) {
        waits.shipped(item.key(), sequence);
        undelivered.shipped(item.key(), sequence);
      }
    }
    return new Shipment(sequence, items);
  }
}
