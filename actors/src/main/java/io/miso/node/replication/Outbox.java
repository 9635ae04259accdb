package io.miso.node.replication;

import io.miso.crdt.Crdt;
import io.miso.crdt.Summary;
import io.miso.node.operation.CrdtKey;
import io.miso.node.replication.Outgoing.Item;
import io.miso.node.replication.Outgoing.Kind;
import io.miso.node.settings.NodeSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one peer still has to be told: pure. Deltas of one CRDT are joined while they wait; at most a window of batches is unacknowledged,
 * and what waits is bounded, so memory stays bounded however slow the peer is. A small state goes as it is; of a large one the peer is
 * asked first what it has. What was not acknowledged when a stream broke is joined back and goes out again.
 */
final class Outbox {

  /** A whole state and its version. */
  record Snapshot(Crdt<?> state, long version) {}

  /**
   * The bounds of an outbox.
   *
   * @param window batches that may be unacknowledged
   * @param batchBytes of one batch; what is larger goes in parts
   * @param pendingBytes of all deltas that wait
   * @param resendMs after which a batch without an acknowledgement, and a question without an answer, goes out again
   */
  record Bounds(int window, long batchBytes, long pendingBytes, long resendMs) {

    /** Those of the settings, towards a peer that accepts frames of so many bytes. Sizes are estimates: encoded, text may take three times as much. */
    static Bounds of(NodeSettings.Replication settings, long maxFrameBytes) {
      return new Bounds(
          settings.window(),
          Math.min(settings.batchBytes(), maxFrameBytes / 4),
          settings.pendingBytes(),
          settings.resendAfter().toMillis());
    }
  }

  private final Bounds bounds;
  private final Pending pending;
  private final Transfers transfers = new Transfers();
  private final InFlight inFlight = new InFlight();
  private final Map<CrdtKey, Long> known = new HashMap<>();
  private final Waits waits = new Waits();
  private final Undelivered undelivered = new Undelivered();
  private final Packing packing;

  Outbox(Bounds bounds) {
    this.bounds = bounds;
    this.pending = new Pending(bounds.pendingBytes());
    this.packing = new Packing(bounds, pending, transfers, inFlight, waits, undelivered);
  }

  /**
   * A delta of local updates to send.
   *
   * @param sinceMs when the first of them was
   */
  void add(CrdtKey key, Crdt<?> delta, long sinceMs) {
    undelivered.queued(key, sinceMs);
    add(key, delta);
  }

  /** A delta to send. */
  void add(CrdtKey key, Crdt<?> delta) {
    if (!transfers.isQueued(key)) {
      pending.add(key, delta);
    }
  }

  /** The full state is to be sent, as it is when its turn comes. */
  void addFull(CrdtKey key) {
    if (!transfers.isQueued(key)) {
      pending.mark(key);
    }
  }

  /** Whether the peer is known to have the state of this version, or of a later one. */
  boolean knows(CrdtKey key, long version) {
    return known.getOrDefault(key, -1L) >= version;
  }

  /** The peer has the state of this version. */
  void learned(CrdtKey key, long version) {
    known.merge(key, version, Math::max);
  }

  /** The peer turned out not to have what it was known to have. */
  void unlearned(CrdtKey key) {
    known.remove(key);
  }

  /** The peer may have lost what it had. */
  void forgetKnown() {
    known.clear();
  }

  /**
   * What to send next, where there is room for it and something waits.
   *
   * @param snapshots the latest full state of a CRDT; null where there is none
   */
  Optional<Outgoing> next(Function<CrdtKey, @Nullable Snapshot> snapshots, long nowMs) {
    return packing.next(snapshots, nowMs);
  }

  /** The peer has what this node had when it asked. */
  void answeredSame(CrdtKey key) {
    transfers.versionAskedWith(key).ifPresent(version -> transferred(key, version));
  }

  /** The peer says what it has of a CRDT it was asked about; what it lacks is sent next. */
  void answered(
      CrdtKey key, Summary summary, Function<CrdtKey, @Nullable Snapshot> snapshots, long nowMs) {
    if (transfers.versionAskedWith(key).isEmpty()) {
      return;
    }
    Snapshot snapshot = snapshots.apply(key);
    if (snapshot == null) {
      undelivered.transferEnded(key);
      transferred(key, 0);
      return;
    }
    Crdt<?> lacks = snapshot.state().difference(summary);
    if (lacks.isEmpty()) {
      transferred(key, snapshot.version());
    } else {
      transfers.start(key, snapshot.version(), lacks.chunks(bounds.batchBytes()), nowMs);
    }
  }

  private void transferred(CrdtKey key, long version) {
    transfers.end(key);
    if (version > 0) {
      learned(key, version);
    }
    undelivered.transferred(key);
    waits.transferred(key);
  }

  /** The peer joined a batch; answers what it was, nothing where it is not one that is in flight. */
  List<Item> acknowledge(long sequence) {
    List<Item> items = inFlight.remove(sequence);
    for (Item item : items) {
      if (item.kind() == Kind.FULL) {
        learned(item.key(), item.version());
      } else if (item.kind().isPart()) {
        transfers
            .acknowledged(item.key(), sequence)
            .ifPresent(version -> transferred(item.key(), version));
      }
    }
    undelivered.acknowledged(sequence);
    waits.acknowledged(sequence);
    return items;
  }

  /**
   * A batch cannot be sent at all: it no longer takes room in the window, and whoever waits for it waits in vain. What was in it is no
   * longer taken for known, so a later sync does not claim that the peer has it.
   */
  void abandon(long sequence) {
    for (Item item : inFlight.remove(sequence)) {
      known.remove(item.key());
      if (item.kind().isPart()) {
        transfers.end(item.key());
        undelivered.transferEnded(item.key());
      }
    }
    undelivered.abandoned(sequence);
  }

  /** What the peer should have acknowledged or answered long ago goes out again. */
  void resendOverdue(long nowMs) {
    long overdueMs = nowMs - bounds.resendMs();
    inFlight.sentBefore(overdueMs).forEach(this::requeue);
    transfers.askedBefore(overdueMs).forEach(key -> requeueTransfer(key, false));
  }

  /** The stream broke: whatever is in flight waits again, and nobody waits for it any more. */
  void streamLost() {
    streamReplaced();
    waits.lost();
  }

  /** Another stream takes the place of this one: whatever is in flight goes out on that, and who waits for it waits on. */
  void streamReplaced() {
    inFlight.all().forEach(this::requeue);
    List.copyOf(transfers.active()).forEach(key -> requeueTransfer(key, false));
  }

  private void requeue(long sequence) {
    List<CrdtKey> again = new ArrayList<>();
    for (Item item : inFlight.remove(sequence)) {
      switch (item.kind()) {
        case DELTA -> add(item.key(), item.state());
        case FULL -> addFull(item.key());
        case PART_OF_DELTA, PART_OF_FULL -> requeueTransfer(item.key(), true);
      }
      again.add(item.key());
    }
    undelivered.requeued(sequence);
    waits.requeued(sequence, again);
  }

  /** Which of the parts arrived, the peer will say. */
  private void requeueTransfer(CrdtKey key, boolean sent) {
    transfers.end(key);
    addFull(key);
    waits.requeued(key);
    undelivered.transferRequeued(key, sent);
  }

  /** What matches is no longer sent, not even again, and no longer taken for known. */
  void drop(Predicate<CrdtKey> matches) {
    List<CrdtKey> dropped = unacknowledgedKeys().stream().filter(matches).toList();
    List<Long> batches = inFlight.with(matches);
    known.keySet().removeIf(matches);
    pending.drop(matches);
    inFlight.drop(matches);
    transfers.drop(matches);
    undelivered.drop(matches);
    waits.drop(dropped, batches);
  }

  /**
   * Waits for everything that waits or is in flight now and matches.
   *
   * @param over told true once all of it is acknowledged, false where the stream breaks before, or some of it is dropped
   */
  void whenAcknowledged(Predicate<CrdtKey> matches, Consumer<Boolean> over) {
    Set<CrdtKey> unsent = new HashSet<>(pending.keys());
    unsent.addAll(transfers.queued());
    waits.begin(matches, unsent, transfers.active(), inFlight.with(matches), over);
  }

  /** Ends a wait without telling. */
  void stopWaiting(Consumer<Boolean> over) {
    waits.stop(over);
  }

  /** Whether somebody waits for the peer, so that what is to be sent is urgent. */
  boolean isAwaited() {
    return !waits.isEmpty();
  }

  /** CRDTs with something unacknowledged. */
  int unacknowledged() {
    return unacknowledgedKeys().size();
  }

  /** CRDTs with something queued or on its way. */
  Set<CrdtKey> unacknowledgedKeys() {
    Set<CrdtKey> keys = new HashSet<>(pending.keys());
    keys.addAll(transfers.queued());
    keys.addAll(transfers.active());
    inFlight.keys().forEach(keys::add);
    return keys;
  }

  /** Whether the batch is sent and not acknowledged. */
  boolean isInFlight(long sequence) {
    return inFlight.contains(sequence);
  }

  /** How long local updates have been on their way. */
  Undelivered undelivered() {
    return undelivered;
  }

  long pendingWeight() {
    return pending.weight();
  }
}
