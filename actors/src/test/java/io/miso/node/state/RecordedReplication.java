package io.miso.node.state;

import io.miso.crdt.Crdt;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what objects asked of replication, for tests to look at and to answer. */
public final class RecordedReplication implements Replication {
  /** A restore that was asked for. */
  public record Asked(ObjectKey object, String name, Runnable proceed) {}

  public final List<Crdt<?>> published = new CopyOnWriteArrayList<>();
  public final List<Asked> asked = new CopyOnWriteArrayList<>();
  public final List<String> held = new CopyOnWriteArrayList<>();
  public final List<String> released = new CopyOnWriteArrayList<>();
  public volatile Holders holders = new Holders(true, List.of(), List.of());
  private final boolean answering;

  /** @param answering whether a restore is over at once, as on a node without peers */
  public RecordedReplication(boolean answering) {
    this.answering = answering;
  }

  @Override
  public void publish(CrdtKey key, Crdt<?> delta, long sinceMs) {
    published.add(delta);
  }

  @Override
  public void restore(ObjectKey object, String name, Runnable proceed) {
    asked.add(new Asked(object, name, proceed));
    if (answering) {
      proceed.run();
    }
  }

  @Override
  public void held(String function) {
    held.add(function);
  }

  @Override
  public void released(String function) {
    released.add(function);
  }

  @Override
  public Holders holders(String function) {
    return holders;
  }
}
