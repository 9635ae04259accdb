package io.miso.node.state;

import io.miso.crdt.ReplicaId;
import io.miso.node.identity.Births;
import io.miso.node.identity.NodeClock;
import io.miso.node.settings.NodeSettings;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What every object and CRDT of a node shares. */
public record ObjectScope(
    NodeSettings settings, CrdtTable table, CrdtCopy.Scope copies, Replication replication) {

  public static ObjectScope of(
      NodeSettings settings,
      Births births,
      NodeClock clock,
      CrdtTable table,
      ReplicationIntervals intervals,
      Replication replication) {
    return new ObjectScope(
        settings,
        table,
        new CrdtCopy.Scope(
            source(births),
            lives(),
            new UpdateRules(settings.limits()),
            intervals,
            settings.replication().collectAfter(),
            clock),
        replication);
  }

  /** No copy changes so often that it reaches the first version of the next. */
  private static LongSupplier lives() {
    AtomicLong lives = new AtomicLong();
    return () -> lives.incrementAndGet() << 32;
  }

  private static CrdtCopy.Scope.Births source(Births births) {
    return new CrdtCopy.Scope.Births() {
      @Override
      public ReplicaId next() {
        return births.next();
      }

      @Override
      public boolean valid(ReplicaId replica) {
        return births.valid(replica);
      }
    };
  }

  UpdateRules rules() {
    return copies.rules();
  }
}
