package io.miso.node.state;

import io.miso.node.identity.Births;
import io.miso.node.identity.NodeClock;
import io.miso.node.settings.NodeSettings;

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
        new CrdtCopy.Scope(births::next, new UpdateRules(settings.limits()), intervals, clock),
        replication);
  }

  UpdateRules rules() {
    return copies.rules();
  }
}
