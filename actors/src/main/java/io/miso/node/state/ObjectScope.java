package io.miso.node.state;

import io.miso.node.identity.Births;
import io.miso.node.settings.NodeSettings;

/** What every object and CRDT of a node shares. */
public record ObjectScope(
    NodeSettings settings,
    Births births,
    CrdtTable table,
    UpdateRules rules,
    Replication replication) {

  public static ObjectScope of(
      NodeSettings settings, Births births, CrdtTable table, Replication replication) {
    return new ObjectScope(
        settings, births, table, new UpdateRules(settings.limits()), replication);
  }
}
