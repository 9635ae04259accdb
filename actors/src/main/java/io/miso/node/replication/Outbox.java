package io.miso.node.replication;

import io.miso.crdt.Crdt;
import io.miso.node.operation.CrdtKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one peer still has to be told: pure. Deltas of one CRDT are joined while they wait; at most a window of batches is unacknowledged;
 * past a size bound a delta gives way to the mark "send the full state", so memory stays bounded however slow the peer is. What was not
 * acknowledged when a stream broke is joined back and goes out again.
 */
final class Outbox {

  /**
   * A state to send.
   *
   * @param full whether it is the whole state
   * @param version of the whole state, 0 for a delta
   */
  record Item(CrdtKey key, Crdt<?> state, boolean full, long version) {}

  /** What goes into one batch. */
  record Shipment(long sequence, List<Item> items) {}

  /** A whole state and its version. */
  record Snapshot(Crdt<?> state, long version) {}

  private static final class Wait {
    private final Predicate<CrdtKey> covers;
    private final Consumer<Boolean> over;
    private final Set<CrdtKey> unsent = new HashSet<>();
    private final Set<Long> unacknowledged = new HashSet<>();

    private Wait(Predicate<CrdtKey> covers, Consumer<Boolean> over) {
      this.covers = covers;
      this.over = over;
    }

    private boolean acknowledged() {
      return unsent.isEmpty() && unacknowledged.isEmpty();
    }
  }

  /** Tags and lengths around an item and the replica in its state. */
  private static final int ITEM_OVERHEAD = 40;

  private final int window;
  private final long batchBytes;
  private final long pendingBytes;

  /** By key, oldest first; an empty value marks the full state. */
  private final Map<CrdtKey, Optional<Crdt<?>>> pending = new LinkedHashMap<>();

  private final TreeMap<Long, List<Item>> inFlight = new TreeMap<>();
  private final Map<CrdtKey, Long> fullVersions = new HashMap<>();
  private final List<Wait> waits = new ArrayList<>();
  private long pendingWeight;
  private long lastSequence;

  Outbox(int window, long batchBytes, long pendingBytes) {
    this.window = window;
    this.batchBytes = batchBytes;
    this.pendingBytes = pendingBytes;
  }

  /** A delta to send. */
  void add(CrdtKey key, Crdt<?> delta) {
    Optional<Crdt<?>> known = pending.get(key);
    if (known != null && known.isEmpty()) {
      return;
    }
    Crdt<?> joined = known == null ? delta : Crdt.join(known.get(), delta);
    pendingWeight += weight(key, joined) - (known == null ? 0 : weight(key, known.get()));
    pending.put(key, Optional.of(joined));
    if (pendingWeight > pendingBytes) {
      addFull(key);
    }
  }

  /** The full state is to be sent, as it is when its turn comes. */
  void addFull(CrdtKey key) {
    Optional<Crdt<?>> before = pending.put(key, Optional.empty());
    if (before != null && before.isPresent()) {
      pendingWeight -= weight(key, before.get());
    }
  }

  /** Whether the peer acknowledged a full state of this version or a later one. */
  boolean knowsFull(CrdtKey key, long version) {
    return fullVersions.getOrDefault(key, -1L) >= version;
  }

  /**
   * The next batch, where the window has room and something waits.
   *
   * @param snapshots the latest full state of a CRDT; null where there is none
   */
  Optional<Shipment> next(Function<CrdtKey, @Nullable Snapshot> snapshots) {
    if (inFlight.size() >= window || pending.isEmpty()) {
      return Optional.empty();
    }
    List<Item> items = new ArrayList<>();
    long weight = 0;
    Iterator<Map.Entry<CrdtKey, Optional<Crdt<?>>>> entries = pending.entrySet().iterator();
    while (entries.hasNext() && weight < batchBytes) {
      Map.Entry<CrdtKey, Optional<Crdt<?>>> entry = entries.next();
      Item item = item(entry.getKey(), entry.getValue(), snapshots);
      if (item == null) {
        entries.remove();
        waits.forEach(wait -> wait.unsent.remove(entry.getKey()));
        continue;
      }
      long itemWeight = weight(item.key(), item.state());
      if (!items.isEmpty() && weight + itemWeight > batchBytes) {
        break;
      }
      entries.remove();
      pendingWeight -= item.full() ? 0 : itemWeight;
      weight += itemWeight;
      items.add(item);
    }
    if (items.isEmpty()) {
      settle();
      return Optional.empty();
    }
    return Optional.of(ship(items));
  }

  /** The peer joined a batch; answers what it was, nothing where it is not one that is in flight. */
  List<Item> acknowledge(long sequence) {
    List<Item> items = inFlight.remove(sequence);
    if (items == null) {
      return List.of();
    }
    for (Item item : items) {
      if (item.full()) {
        fullVersions.merge(item.key(), item.version(), Math::max);
      }
    }
    for (Wait wait : waits) {
      wait.unacknowledged.remove(sequence);
    }
    settle();
    return items;
  }

  /**
   * A batch cannot be sent at all: it no longer takes room in the window, and whoever waits for it waits in vain. What was in it is no
   * longer taken for known, so a later sync does not claim that the peer has it.
   */
  void abandon(long sequence) {
    List<Item> items = inFlight.remove(sequence);
    if (items != null) {
      items.forEach(item -> fullVersions.remove(item.key()));
    }
  }

  /** The stream broke: whatever is in flight waits again, and nobody waits for it any more. */
  void streamLost() {
    streamReplaced();
    List<Wait> lost = List.copyOf(waits);
    waits.clear();
    lost.forEach(wait -> wait.over.accept(false));
  }

  /** Another stream takes the place of this one: whatever is in flight goes out on that, and who waits for it waits on. */
  void streamReplaced() {
    for (Map.Entry<Long, List<Item>> batch : inFlight.entrySet()) {
      for (Wait wait : waits) {
        if (wait.unacknowledged.remove(batch.getKey())) {
          batch.getValue().stream().map(Item::key).filter(wait.covers).forEach(wait.unsent::add);
        }
      }
    }
    List<List<Item>> batches = List.copyOf(inFlight.values());
    inFlight.clear();
    batches.forEach(batch -> batch.forEach(item -> {
      if (item.full()) {
        addFull(item.key());
      } else {
        add(item.key(), item.state());
      }
    }));
    settle();
  }

  /** What matches is no longer sent, not even again, and no longer taken for known. */
  void drop(Predicate<CrdtKey> matches) {
    fullVersions.keySet().removeIf(matches);
    pending.entrySet().removeIf(entry -> {
      boolean dropped = matches.test(entry.getKey());
      if (dropped) {
        pendingWeight -=
            entry.getValue().map(state -> weight(entry.getKey(), state)).orElse(0L);
      }
      return dropped;
    });
    inFlight.replaceAll((sequence, items) ->
        items.stream().filter(item -> !matches.test(item.key())).toList());
    waits.forEach(wait -> wait.unsent.removeIf(matches));
    settle();
  }

  /**
   * Waits for everything that waits or is in flight now and matches.
   *
   * @param over told true once all of it is acknowledged, false where the stream breaks before
   */
  void whenAcknowledged(Predicate<CrdtKey> matches, Consumer<Boolean> over) {
    Wait wait = new Wait(matches, over);
    pending.keySet().stream().filter(matches).forEach(wait.unsent::add);
    inFlight.forEach((sequence, items) -> {
      if (items.stream().map(Item::key).anyMatch(matches)) {
        wait.unacknowledged.add(sequence);
      }
    });
    waits.add(wait);
    settle();
  }

  /** Ends a wait without telling. */
  void stopWaiting(Consumer<Boolean> over) {
    waits.removeIf(wait -> wait.over == over);
  }

  /** CRDTs with something unacknowledged. */
  int unacknowledged() {
    Set<CrdtKey> keys = new HashSet<>(pending.keySet());
    inFlight.values().stream().flatMap(Collection::stream).map(Item::key).forEach(keys::add);
    return keys.size();
  }

  long pendingWeight() {
    return pendingWeight;
  }

  /** About what an item takes in a batch: small states weigh less than the names that lead to them. */
  static long weight(CrdtKey key, Crdt<?> state) {
    return state.weight()
        + key.object().function().length()
        + key.object().objectId().length()
        + key.name().length()
        + ITEM_OVERHEAD;
  }

  private static @Nullable Item item(
      CrdtKey key, Optional<Crdt<?>> delta, Function<CrdtKey, @Nullable Snapshot> snapshots) {
    if (delta.isPresent()) {
      return new Item(key, delta.get(), false, 0);
    }
    Snapshot snapshot = snapshots.apply(key);
    return snapshot == null ? null : new Item(key, snapshot.state(), true, snapshot.version());
  }

  private Shipment ship(List<Item> items) {
    long sequence = ++lastSequence;
    inFlight.put(sequence, items);
    for (Wait wait : waits) {
      for (Item item : items) {
        if (wait.unsent.remove(item.key())) {
          wait.unacknowledged.add(sequence);
        }
      }
    }
    return new Shipment(sequence, items);
  }

  private void settle() {
    List<Wait> done = waits.stream().filter(Wait::acknowledged).toList();
    waits.removeAll(done);
    done.forEach(wait -> wait.over.accept(true));
  }
}
