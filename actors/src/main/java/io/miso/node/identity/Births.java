package io.miso.node.identity;

import io.miso.crdt.ReplicaId;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands out the replica ids of a node. A copy of a CRDT that starts from empty takes a fresh one at its first write, so no event is
 * ever written twice under one id (docs/adr/0001-identity-and-births.md). Thread-safe.
 */
public final class Births {
  private final NodeId node;
  private final AtomicLong last = new AtomicLong();

  public Births(NodeId node) {
    this.node = node;
  }

  /** A replica id that was never handed out before. */
  public ReplicaId next() {
    return new ReplicaId(node.high(), node.low(), last.incrementAndGet());
  }
}
