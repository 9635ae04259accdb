package io.miso.node.operation;

import io.miso.crdt.Crdt;

/** What became of an operation. Nothing was applied unless it is {@link Done}. */
public sealed interface Outcome {

  /**
   * Applied, or read.
   *
   * @param state the CRDT after the operation
   */
  record Done(Crdt<?> state) implements Outcome {}

  /**
   * Not applied.
   *
   * @param field the request field at fault, as in the wire contract, for example {@code value}; empty where there is none
   * @param message one sentence for the user
   */
  record Refused(Reason reason, String field, String message) implements Outcome {}

  enum Reason {
    /** A field has a value that is never accepted. */
    INVALID,
    /** The name belongs to a CRDT of another type. */
    WRONG_TYPE,
    /** A counter does not fit 64 bits. */
    OUT_OF_RANGE,
    /** A limit of the settings is reached. */
    LIMIT,
    /** The node is starting or leaving; try again. */
    UNAVAILABLE
  }
}
