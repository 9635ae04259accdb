package io.miso.node.operation;

import io.miso.crdt.CrdtType;

/** Identity of a CRDT: (function, object id, name, type). */
public record CrdtKey(ObjectKey object, String name, CrdtType type) {

  /** For logs and messages: {@code ORSet 'name' of function 'f', object 'o'}. */
  @Override
  public String toString() {
    return type.label() + " '" + name + "' of " + object;
  }
}
