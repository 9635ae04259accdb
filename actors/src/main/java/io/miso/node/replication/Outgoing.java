package io.miso.node.replication;

import io.miso.crdt.Crdt;
import io.miso.node.operation.CrdtKey;
import java.util.List;

/** What is to be sent to a peer next. */
sealed interface Outgoing {

  /** A batch. */
  record Shipment(long sequence, List<Item> items) implements Outgoing {}

  /** The peer is to be asked what it has of a large state, of which this node's has the digest. */
  record Question(CrdtKey key, long digest) implements Outgoing {}

  /**
   * A state in a batch.
   *
   * @param version of the whole state, 0 where it is not one
   */
  record Item(CrdtKey key, Crdt<?> state, Kind kind, long version) {

    /** Tags and lengths around an item and the replica in its state. */
    private static final int OVERHEAD = 40;

    /** See {@link #weight(CrdtKey, Crdt)}. */
    long weight() {
      return weight(key, state);
    }

    /** About what an item takes in a batch: small states weigh less than the names that lead to them. */
    static long weight(CrdtKey key, Crdt<?> state) {
      return state.weight()
          + key.object().function().length()
          + key.object().objectId().length()
          + key.name().length()
          + OVERHEAD;
    }
  }

  /** What an item is of the state of its CRDT. */
  enum Kind {
    DELTA,
    FULL,
    PART_OF_DELTA,
    PART_OF_FULL;

    boolean isPart() {
      return this == PART_OF_DELTA || this == PART_OF_FULL;
    }

    boolean isOfFull() {
      return this == FULL || this == PART_OF_FULL;
    }
  }
}
