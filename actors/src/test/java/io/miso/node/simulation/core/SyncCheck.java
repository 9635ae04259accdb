package io.miso.node.simulation.core;

import io.miso.crdt.Crdt;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rule of a sync: a peer that is said to have acknowledged has what the object held when it was called. */
final class SyncCheck {
  private SyncCheck() {}

  static void begin(World world, NodeLife life, ObjectKey object) {
    Map<CrdtKey, Crdt<?>> due = new LinkedHashMap<>();
    life.table()
        .ofObject(object)
        .forEach(handle -> due.put(handle.key(), handle.published().state()));
    world.trace().note(() -> life + " syncs " + object.function());
    life.sync(object, (node, had) -> {
      world
          .trace()
          .note(() -> life + " is told that " + node + " has " + object.function() + ": " + had);
      if (had) {
        world.report().syncsChecked++;
        check(world.lastLife(node), due, life, node);
      }
    });
  }

  private static void check(NodeLife peer, Map<CrdtKey, Crdt<?>> due, NodeLife life, NodeId node) {
    due.forEach((key, state) -> {
      if (!state.isLive() || !peer.wants(key.object().function())) {
        return; // may have been dropped since
      }
      Crdt<?> theirs = Workload.state(peer, key);
      Violation.unless(
          Crdt.join(theirs, state).equals(theirs),
          "{}: sync says that {} has {}, which it has not",
          life,
          node,
          key);
    });
  }
}
