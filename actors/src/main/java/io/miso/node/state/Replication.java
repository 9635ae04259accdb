package io.miso.node.state;

import io.miso.crdt.Crdt;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import java.util.Collection;

/** What objects ask of the overlay. Thread-safe, nothing blocks. */
public interface Replication {

  /**
   * Hands a delta of local updates to the peers that run the function.
   *
   * @param sinceMs when the first of them was, by the steady clock
   */
  void publish(CrdtKey key, Crdt<?> delta, long sinceMs);

  /**
   * Asks every reachable holder for what it has, joins what comes and then runs {@code proceed}: after the first full state, after the
   * last answer, or when the restore timeout is over, whichever is first.
   *
   * @param name a CRDT's name; empty for everything in the object
   */
  void restore(ObjectKey object, String name, Runnable proceed);

  /** State of a function came into being here. */
  void held(String function);

  /** The last copy of a function was dropped. */
  void released(String function);

  /** Who else has a function, as this node knows it now. */
  Holders holders(String function);

  /**
   * The nodes that have a function.
   *
   * @param wantedHere whether this node runs or keeps it
   * @param wanting peers that run or keep it
   * @param holding those and peers that only hold it, reachable or not
   */
  record Holders(boolean wantedHere, Collection<NodeId> wanting, Collection<NodeId> holding) {}
}
