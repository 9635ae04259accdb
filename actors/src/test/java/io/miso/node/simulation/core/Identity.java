package io.miso.node.simulation.core;

import io.miso.node.identity.Births;
import io.miso.node.identity.NodeId;

/**
 * Who a node is as long as it keeps its disk: one identity passes on from start to start, and no other may write under its replica ids.
 */
final class Identity {
  private final NodeId id;
  private final Births births;
  private long incarnation;

  Identity(NodeId id) {
    this.id = id;
    this.births = new Births(id);
  }

  NodeId id() {
    return id;
  }

  Births births() {
    return births;
  }

  long nextIncarnation() {
    return ++incarnation;
  }

  @Override
  public String toString() {
    return id.hex().substring(0, 6);
  }
}
