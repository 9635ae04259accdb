package io.miso.node.simulation.core;

import io.miso.crdt.Crdt;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Outcome.Done;
import java.util.ArrayList;
import java.util.List;

/**
 * The rule of a restore: the first operation on a copy sees all of what one holder had when it was asked for, as long as nothing keeps the
 * holders from answering.
 */
final class RestoreCheck {
  private final World world;
  private final NodeLife life;
  private final CrdtKey key;
  private final List<Crdt<?>> held;
  private final long disturbances;

  private RestoreCheck(World world, NodeLife life, CrdtKey key, List<Crdt<?>> held) {
    this.world = world;
    this.life = life;
    this.key = key;
    this.held = held;
    this.disturbances = world.disturbances();
  }

  /** Before an operation. */
  static RestoreCheck begin(World world, NodeLife life, CrdtKey key) {
    return new RestoreCheck(world, life, key, expected(world, life, key));
  }

  /** The operation was answered. */
  void answered(Outcome outcome) {
    if (held.isEmpty() || disturbances != world.disturbances() || !(outcome instanceof Done done)) {
      return;
    }
    world.report().restoresChecked++;
    Violation.unless(
        held.stream().anyMatch(state -> Crdt.join(done.state(), state).equals(done.state())),
        "{}: the first operation on {} went on without what holders have",
        life,
        key);
  }

  /** What restored copies elsewhere hold, where all holders can be asked; else nothing is expected. */
  private static List<Crdt<?>> expected(World world, NodeLife life, CrdtKey key) {
    var own = life.table().get(key);
    if (!life.isFirstRoundOver()
        || life.isAsking(key)
        || (own != null && own.published().restored())) {
      return List.of();
    }
    List<Crdt<?>> held = new ArrayList<>();
    for (NodeId holder : life.view().holdingPeers(key.object().function())) {
      NodeLife other = world.healthy(life, holder);
      if (other == null) {
        return List.of();
      }
      var theirs = other.table().get(key);
      if (theirs != null
          && theirs.published().restored()
          && theirs.published().state().isLive()) {
        held.add(theirs.published().state());
      }
    }
    return held;
  }
}
