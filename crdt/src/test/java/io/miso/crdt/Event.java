package io.miso.crdt;

import java.util.Set;

/**
 * One mutation in a history.
 *
 * @param id position in the history
 * @param seen the ids of the events that the replica had when it did this
 */
record Event<S>(int id, ReplicaId replica, Action action, Set<Integer> seen, S delta) {

  boolean saw(Event<S> earlier) {
    return seen.contains(earlier.id);
  }

  @Override
  public String toString() {
    return id + ": " + action + " by " + replica.birth() + " having seen " + seen;
  }
}
