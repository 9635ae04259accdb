package io.miso.node.replication;

import io.miso.node.operation.CrdtKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Who waits until the peer has what waits for it now: pure. What is queued later holds nobody up. */
final class Waits {
  private static final class Wait {
    private final Predicate<CrdtKey> covers;
    private final Consumer<Boolean> over;
    private final Set<CrdtKey> unsent = new HashSet<>();
    private final Set<CrdtKey> transferring = new HashSet<>();
    private final Set<Long> unacknowledged = new HashSet<>();

    private Wait(Predicate<CrdtKey> covers, Consumer<Boolean> over) {
      this.covers = covers;
      this.over = over;
    }

    private boolean isOver() {
      return unsent.isEmpty() && transferring.isEmpty() && unacknowledged.isEmpty();
    }
  }

  private final List<Wait> waits = new ArrayList<>();

  boolean isEmpty() {
    return waits.isEmpty();
  }

  /**
   * A new wait.
   *
   * @param unsent keys of which something is queued
   * @param transferring keys of which something is on its way in parts
   * @param batches numbers of the batches in flight that hold something of it
   * @param over told true once all of it is acknowledged, false where the stream breaks before
   */
  void begin(
      Predicate<CrdtKey> covers,
      Collection<CrdtKey> unsent,
      Collection<CrdtKey> transferring,
      Collection<Long> batches,
      Consumer<Boolean> over) {
    Wait wait = new Wait(covers, over);
    unsent.stream().filter(covers).forEach(wait.unsent::add);
    transferring.stream().filter(covers).forEach(wait.transferring::add);
    wait.unacknowledged.addAll(batches);
    waits.add(wait);
    settle();
  }

  /** What was queued of a CRDT goes out with a batch. */
  void shipped(CrdtKey key, long sequence) {
    for (Wait wait : waits) {
      if (wait.unsent.remove(key)) {
        wait.unacknowledged.add(sequence);
      }
    }
  }

  /** There is nothing to tell of a CRDT after all. */
  void settled(CrdtKey key) {
    waits.forEach(wait -> wait.unsent.remove(key));
    settle();
  }

  /** What was queued of a CRDT goes out in parts. */
  void transferring(CrdtKey key) {
    for (Wait wait : waits) {
      if (wait.unsent.remove(key)) {
        wait.transferring.add(key);
      }
    }
  }

  /** Every part is with the peer. */
  void transferred(CrdtKey key) {
    waits.forEach(wait -> wait.transferring.remove(key));
    settle();
  }

  /** What went out in parts is queued again. */
  void requeued(CrdtKey key) {
    for (Wait wait : waits) {
      if (wait.transferring.remove(key)) {
        wait.unsent.add(key);
      }
    }
  }

  /** A batch was not acknowledged, and what was in it is queued again. */
  void requeued(long sequence, Collection<CrdtKey> keys) {
    for (Wait wait : waits) {
      if (wait.unacknowledged.remove(sequence)) {
        keys.stream().filter(wait.covers).forEach(wait.unsent::add);
      }
    }
    settle();
  }

  void acknowledged(long sequence) {
    waits.forEach(wait -> wait.unacknowledged.remove(sequence));
    settle();
  }

  /**
   * Some CRDTs are no longer sent: who waits for one of them waits in vain.
   *
   * @param batches numbers of the batches in flight that held something of them
   */
  void drop(Collection<CrdtKey> dropped, Collection<Long> batches) {
    List<Wait> vain = waits.stream()
        .filter(wait -> dropped.stream().anyMatch(wait.covers))
        .filter(wait -> !Collections.disjoint(wait.unsent, dropped)
            || !Collections.disjoint(wait.transferring, dropped)
            || !Collections.disjoint(wait.unacknowledged, batches))
        .toList();
    waits.removeAll(vain);
    vain.forEach(wait -> wait.over.accept(false));
  }

  /** Nobody waits for the peer any more. */
  void lost() {
    List<Wait> lost = List.copyOf(waits);
    waits.clear();
    lost.forEach(wait -> wait.over.accept(false));
  }

  /** Ends a wait without telling. */
  void stop(Consumer<Boolean> over) {
    waits.removeIf(wait -> wait.over == over);
  }

  private void settle() {
    List<Wait> over = waits.stream().filter(Wait::isOver).toList();
    waits.removeAll(over);
    over.forEach(wait -> wait.over.accept(true));
  }
}
