package io.miso.node.identity;

import io.miso.crdt.ReplicaId;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands out the replica ids of a node. A copy of a CRDT that starts from empty takes a fresh one at its first write, so no event is
 * ever written twice under one id (docs/adr/0001-identity-and-births.md). Thread-safe.
 */
public final class Births {
  private final NodeId node;
  private volatile Writer writer;

  private record Writer(NodeId id, AtomicLong last) {}

  public Births(NodeId node) {
    this.node = node;
    this.writer = new Writer(node, new AtomicLong());
  }

  /** A replica id that was never handed out before. */
  public ReplicaId next() {
    Writer now = writer;
    return new ReplicaId(now.id().high(), now.id().low(), now.last().incrementAndGet());
  }

  /** Whether a copy that was given the replica id may write under it still; otherwise it takes the next one. */
  public boolean valid(ReplicaId replica) {
    NodeId id = writer.id();
    return replica.nodeHigh() == id.high() && replica.nodeLow() == id.low();
  }

  /**
   * Another node lives under the id of this one, and counts the same births: from now on every copy writes under a fresh id. Nobody else
   * has that, so that it stays, however often the other node is met; each change would add to every state that is written.
   *
   * @param fresh random
   */
  public synchronized void renew(NodeId fresh) {
    if (writer.id().equals(node)) {
      writer = new Writer(fresh, new AtomicLong());
    }
  }
}
