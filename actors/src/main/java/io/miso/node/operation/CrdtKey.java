package io.miso.node.operation;

import io.miso.crdt.CrdtType;

/** Identity of a CRDT: (function, object id, name, type). */
public record CrdtKey(ObjectKey object, String name, CrdtType type) {

  /** The same in every run, unlike that of an enum, so that what is kept by key comes in the same order: a simulation can be replayed. */
  @Override
  public int hashCode() {
    return 31 * (31 * object.hashCode() + name.hashCode()) + type.number();
  }

  /** For logs and messages: {@code ORSet 'name' of function 'f', object 'o'}. */
  @Override
  public String toString() {
    return type.label() + " '" + name + "' of " + object;
  }
}
