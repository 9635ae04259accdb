package io.miso.node.simulation.core;

import io.miso.crdt.Crdt;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.state.Replication;
import java.util.ArrayList;
import java.util.List;

/** Replication as the peers have it, but nobody is asked before the first look for peers is over. */
final class FirstRoundGate implements Replication {
  private final Replication peers;
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean open;

  FirstRoundGate(Replication peers) {
    this.peers = peers;
  }

  /** The first look for peers is over. */
  void open() {
    open = true;
    List<Runnable> now = List.copyOf(waiting);
    waiting.clear();
    now.forEach(Runnable::run);
  }

  boolean isOpen() {
    return open;
  }

  @Override
  public void publish(CrdtKey key, Crdt<?> delta, long sinceMs) {
    peers.publish(key, delta, sinceMs);
  }

  @Override
  public void restore(ObjectKey object, String name, Runnable proceed) {
    if (open) {
      peers.restore(object, name, proceed);
    } else {
      waiting.add(() -> peers.restore(object, name, proceed));
    }
  }

  @Override
  public void held(String function) {
    peers.held(function);
  }

  @Override
  public void released(String function) {
    peers.released(function);
  }

  @Override
  public Holders holders(String function) {
    return peers.holders(function);
  }
}
