package io.miso.node.simulation.core;

import io.miso.crdt.Crdt;
import io.miso.crdt.ReplicaId;
import io.miso.grpc.replication.v1.CrdtUpdate;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.CrdtKey;
import io.miso.node.state.CrdtHandle.Published;
import io.miso.node.state.SimulatedObjects;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has to hold after every step. */
final class Checks {
  /** A change that a node made itself. */
  record Change(Crdt<?> before, Crdt<?> after, @Nullable ReplicaId replica) {}

  private record Writer(Identity identity, CrdtKey key) {}

  private final World world;
  private final Map<ReplicaId, Writer> writers = new HashMap<>();
  private @Nullable Change latest;

  Checks(World world) {
    this.world = world;
  }

  /** The change that led to this very state, where there was one. */
  @Nullable
  Change changeTo(Crdt<?> state) {
    Change change = latest;
    return change != null && change.after() == state ? change : null;
  }

  SimulatedObjects.Watcher of(NodeLife life) {
    return new SimulatedObjects.Watcher() {
      @Override
      public void published(CrdtKey key, Published before, Published after) {
        if (before.state() != after.state()) {
          inflates(life, key, before, after);
          if (after.joinedVersion() == before.joinedVersion()) {
            wrote(life, key, before, after);
          }
        }
      }

      @Override
      public void stashed(int operations) {
        int limit = world.settings().limits().stashedOperations();
        Violation.unless(operations <= limit, "{} stashes {} operations", life, operations);
      }

      @Override
      public void dropped(CrdtKey key, Published last) {
        world.trace().note(() -> life + " drops " + key.name());
        world.report().dropped++;
        if (last.state().isLive()) {
          Violation.unless(
              contains(world.everHeld(life, key), last.state()),
              "{} drops {}, and nobody else ever had all of it",
              life,
              key);
          world.ledger().copyLost();
        }
      }
    };
  }

  private void inflates(NodeLife life, CrdtKey key, Published before, Published after) {
    world
        .trace()
        .note(() -> life + " has " + key.name() + " at version " + after.version()
            + (after.joinedVersion() == after.version() ? ", joined" : ", written"));
    Violation.unless(
        contains(after.state(), before.state()),
        "{}: the state of {} does not only inflate",
        life,
        key);
    Violation.unless(
        after.version() > before.version(), "{}: the version of {} stands still", life, key);
  }

  private void wrote(NodeLife life, CrdtKey key, Published before, Published after) {
    ReplicaId replica = after.replica();
    latest = new Change(before.state(), after.state(), replica);
    if (replica != null) {
      Writer writer = new Writer(life.identity(), key);
      Writer first = writers.putIfAbsent(replica, writer);
      Violation.unless(
          first == null || (first.identity() == writer.identity() && first.key().equals(key)),
          "{} writes {} under a replica id that another copy wrote under: {}",
          life,
          key,
          replica);
    }
  }

  private static boolean contains(Crdt<?> state, Crdt<?> part) {
    return Crdt.join(state, part).equals(state);
  }

  /** State of a function goes to nodes that want it, as far as the sender knows, or that asked. */
  void sent(NodeLife from, NodeLife to, PeerFrame frame) {
    NodeId receiver = to.identity().id();
    if (!frame.hasBatch() || from.view().isGone(receiver)) {
      return;
    }
    for (CrdtUpdate update : frame.getBatch().getUpdatesList()) {
      String function = update.getAddress().getFunction();
      Violation.unless(
          from.knowsToWant(receiver, function),
          "{} sends state of {} to {}, which does not want it",
          from,
          function,
          to);
    }
  }
}
