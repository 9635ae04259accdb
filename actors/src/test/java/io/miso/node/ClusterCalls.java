package io.miso.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.Crdt;
import io.miso.crdt.PNCounter;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Outcome.Done;
import io.miso.node.operation.Update;
import io.miso.node.simulation.SimulatedCluster;
import io.miso.node.simulation.SimulatedNode;
import java.time.Duration;

/** Operations of functions on the nodes of a simulated cluster, which have to succeed. */
final class ClusterCalls {
  private ClusterCalls() {}

  static void done(SimulatedCluster cluster, SimulatedNode node, CrdtKey key, Update update) {
    assertThat(cluster.await(node.operations().update(key, update))).isInstanceOf(Done.class);
  }

  static Crdt<?> read(SimulatedCluster cluster, SimulatedNode node, CrdtKey key) {
    Outcome outcome = cluster.await(node.operations().read(key));
    assertThat(outcome).isInstanceOf(Done.class);
    return ((Done) outcome).state();
  }

  static long counter(SimulatedCluster cluster, SimulatedNode node, CrdtKey key) {
    return ((PNCounter) read(cluster, node, key)).value();
  }

  /** So that each of them runs the function. */
  static void everybodyReads(SimulatedCluster cluster, CrdtKey key) {
    cluster.nodes().forEach(node -> read(cluster, node, key));
    cluster.advance(Duration.ofSeconds(1));
  }
}
