package io.miso.node.replication;

import io.miso.node.operation.CrdtKey;
import io.miso.node.replication.Outgoing.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Since when local updates wait for the acknowledgement of one peer, wherever they are on their way there: pure. What goes out together is
 * one change, as old as the first local update in it.
 */
final class Undelivered {

  /** A change that the peer acknowledged, and when its first local update was. */
  record Delivered(CrdtKey key, long sinceMs) {}

  /**
   * What is known of something on its way.
   *
   * @param sinceMs when the first local update in it was; {@link #NEVER} where it has none
   * @param again whether some of it went out before
   */
  private record Change(long sinceMs, boolean again) {
    private static final long NEVER = Long.MAX_VALUE;
    private static final Change OF_OTHERS = new Change(NEVER, false);

    private Change and(Change other) {
      return new Change(Math.min(sinceMs, other.sinceMs), again || other.again);
    }

    private boolean isLocal() {
      return sinceMs != NEVER;
    }
  }

  private final Map<CrdtKey, Change> waiting = new HashMap<>();
  private final Map<CrdtKey, Change> transferring = new HashMap<>();
  private final Map<Long, Map<CrdtKey, Change>> inFlight = new HashMap<>();
  private List<Delivered> delivered = new ArrayList<>();

  /** A local update of a CRDT is queued. */
  void queued(CrdtKey key, long sinceMs) {
    waiting.merge(key, new Change(sinceMs, false), Change::and);
  }

  /** What was queued of a CRDT goes out with a batch. */
  void shipped(CrdtKey key, long sequence) {
    inFlight.computeIfAbsent(sequence, s -> new HashMap<>()).put(key, takeWaiting(key));
  }

  /** There is nothing to tell of a CRDT after all. */
  void settled(CrdtKey key) {
    waiting.remove(key);
  }

  /** What was queued of a CRDT goes out in parts. */
  void transferring(CrdtKey key) {
    transferring.merge(key, takeWaiting(key), Change::and);
  }

  /** Every part is with the peer. */
  void transferred(CrdtKey key) {
    Change change = transferring.remove(key);
    if (change != null) {
      deliver(key, change);
    }
  }

  /** What went out in parts goes out no more. */
  void transferEnded(CrdtKey key) {
    transferring.remove(key);
  }

  /**
   * What was to go in parts is queued again.
   *
   * @param sent whether a part of it was sent
   */
  void transferRequeued(CrdtKey key, boolean sent) {
    Change change = transferring.remove(key);
    if (change != null) {
      requeue(key, change, sent);
    }
  }

  /** A batch was not acknowledged, and what was in it is queued again. */
  void requeued(long sequence) {
    remove(sequence).forEach((key, change) -> requeue(key, change, true));
  }

  void acknowledged(long sequence) {
    remove(sequence).forEach(this::deliver);
  }

  /** A batch is not sent after all, and never will be. */
  void abandoned(long sequence) {
    inFlight.remove(sequence);
  }

  /** What matches is no longer sent. */
  void drop(Predicate<CrdtKey> matches) {
    waiting.keySet().removeIf(matches);
    transferring.keySet().removeIf(matches);
    inFlight.values().forEach(changes -> changes.keySet().removeIf(matches));
  }

  /** Whether some of an item of a batch in flight went out before, as far as that can be told of parts. */
  boolean isAgain(long sequence, Item item) {
    Map<CrdtKey, Change> changes =
        item.kind().isPart() ? transferring : inFlight.getOrDefault(sequence, Map.of());
    return changes.getOrDefault(item.key(), Change.OF_OTHERS).again();
  }

  /** What the peer acknowledged since this was asked last. */
  List<Delivered> takeDelivered() {
    List<Delivered> taken = delivered;
    delivered = new ArrayList<>();
    return taken;
  }

  /** When the oldest local update was that the peer has not acknowledged. */
  OptionalLong oldestMs() {
    return changes().mapToLong(entry -> entry.getValue().sinceMs()).min();
  }

  /** The same by function. */
  Map<String, Long> oldestMsByFunction() {
    Map<String, Long> oldest = new HashMap<>();
    changes()
        .forEach(entry -> oldest.merge(
            entry.getKey().object().function(), entry.getValue().sinceMs(), Math::min));
    return oldest;
  }

  private Stream<Map.Entry<CrdtKey, Change>> changes() {
    return Stream.concat(Stream.of(waiting, transferring), inFlight.values().stream())
        .flatMap(changes -> changes.entrySet().stream())
        .filter(entry -> entry.getValue().isLocal());
  }

  private Change takeWaiting(CrdtKey key) {
    Change change = waiting.remove(key);
    return change == null ? Change.OF_OTHERS : change;
  }

  private Map<CrdtKey, Change> remove(long sequence) {
    Map<CrdtKey, Change> changes = inFlight.remove(sequence);
    return changes == null ? Map.of() : changes;
  }

  private void requeue(CrdtKey key, Change change, boolean sent) {
    waiting.merge(key, new Change(change.sinceMs(), change.again() || sent), Change::and);
  }

  private void deliver(CrdtKey key, Change change) {
    if (change.isLocal()) {
      delivered.add(new Delivered(key, change.sinceMs()));
    }
  }
}
