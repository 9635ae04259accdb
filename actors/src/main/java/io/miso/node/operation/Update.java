package io.miso.node.operation;

import io.miso.crdt.Value;

/** A local change of one CRDT. Which types accept which update is fixed by {@link CrdtKey#type()}. */
public sealed interface Update {

  /**
   * Adds to a GCounter or PNCounter.
   *
   * @param amount above 0
   */
  record CounterAdd(long amount) implements Update {}

  /**
   * Subtracts from a PNCounter.
   *
   * @param amount above 0
   */
  record CounterSubtract(long amount) implements Update {}

  /** Adds to a GSet or ORSet. */
  record SetAdd(Value element) implements Update {}

  /** Removes from an ORSet what this node has seen of the element. */
  record SetRemove(Value element) implements Update {}

  /** Assigns an MVRegister. */
  record RegisterAssign(Value value) implements Update {}

  /** Enables or disables an EWFlag. */
  record FlagAssign(boolean value) implements Update {}

  /** Observed-remove deletion, any type. */
  record Delete() implements Update {}
}
