package io.miso.node;

import static io.miso.node.ClusterCalls.counter;
import static io.miso.node.ClusterCalls.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.CrdtType;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.node.v1.PeerStatus.Reachability;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.SyncResult;
import io.miso.node.operation.Update;
import io.miso.node.simulation.SimulatedCluster;
import io.miso.node.simulation.SimulatedNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Complete nodes: who finds whom, and what becomes of peers that fall silent. */
final class OverlayClusterSimTest {
  private static final ObjectKey OBJECT = ObjectKey.defaultOf("f");
  private static final CrdtKey COUNTER = new CrdtKey(OBJECT, "counter", CrdtType.PNCOUNTER);
  private static final Duration LONG = Duration.ofMinutes(15);

  @ParameterizedTest
  @ValueSource(strings = {"phi-accrual", "deadline"})
  void silentPeer_isSuspected_waitedForByNobody_andBackWithItsNextFrame(String detector) {
    try (SimulatedCluster cluster =
        SimulatedCluster.of(2, 1, Map.of("miso.peers.failure-detector", detector))) {
      cluster.nodes().forEach(node -> done(cluster, node, COUNTER, new Update.CounterAdd(1)));
      cluster.advance(Duration.ofMinutes(2));
      SimulatedNode here = cluster.node(0);
      cluster.network().cutOneWay(cluster.node(1), here);
      cluster.advance(Duration.ofSeconds(8));
      assertThat(reachability(cluster, here)).containsExactly(Reachability.SUSPECTED);
      done(cluster, here, COUNTER, new Update.CounterAdd(1));
      SyncResult sync = cluster.await(here.operations().sync(OBJECT, Duration.ofDays(1)));
      assertThat(sync.unreachable()).hasSize(1);
      assertThat(reachability(cluster, here))
          .as("still: the sync waited for nothing")
          .containsExactly(Reachability.SUSPECTED);

      cluster.network().heal();
      cluster.advance(Duration.ofSeconds(1));

      assertThat(reachability(cluster, here)).containsExactly(Reachability.REACHABLE);
      sync = cluster.await(here.operations().sync(OBJECT, Duration.ofDays(1)));
      assertThat(sync.acknowledged()).hasSize(1);
    }
  }

  @Test
  void nodesThatKnowOneOtherEach_becomeAFullMesh_andAgainAfterALongCut() {
    try (SimulatedCluster cluster = SimulatedCluster.empty()) {
      SimulatedNode first = cluster.startNode();
      SimulatedNode second = cluster.startNode(first);
      SimulatedNode third = cluster.startNode(second);
      cluster.startNode(third);
      cluster.advance(Duration.ofSeconds(5));
      assertFullMesh(cluster);
      cluster.nodes().forEach(node -> done(cluster, node, COUNTER, new Update.CounterAdd(1)));

      cluster.nodes().forEach(cluster.network()::isolate);
      cluster.advance(LONG);
      for (SimulatedNode node : cluster.nodes()) {
        assertThat(reachability(cluster, node)).hasSize(3).containsOnly(Reachability.UNREACHABLE);
        done(cluster, node, COUNTER, new Update.CounterAdd(1));
      }
      cluster.network().heal();
      cluster.advance(Duration.ofSeconds(12));

      assertFullMesh(cluster);
      for (SimulatedNode node : cluster.nodes()) {
        assertThat(counter(cluster, node, COUNTER)).isEqualTo(8);
      }
    }
  }

  /** The seed of the third is gone for good, so that only what the others told leads to the first. */
  @Test
  void nodesThatMetThroughASeed_meetAgainAfterACut_whereTheSeedIsGone() {
    try (SimulatedCluster cluster = SimulatedCluster.empty()) {
      SimulatedNode first = cluster.startNode();
      SimulatedNode second = cluster.startNode(first);
      SimulatedNode third = cluster.startNode(second);
      cluster.advance(Duration.ofSeconds(5));
      cluster.crash(1);
      cluster.network().cut(first, third);
      cluster.advance(LONG);
      cluster.network().heal();
      cluster.advance(Duration.ofSeconds(5));

      assertThat(reachability(cluster, first)).contains(Reachability.REACHABLE);
      assertThat(reachability(cluster, third)).contains(Reachability.REACHABLE);
    }
  }

  private static void assertFullMesh(SimulatedCluster cluster) {
    for (SimulatedNode node : cluster.nodes()) {
      assertThat(reachability(cluster, node))
          .as(node.name())
          .hasSize(cluster.nodes().size() - 1)
          .containsOnly(Reachability.REACHABLE);
    }
  }

  private static List<Reachability> reachability(SimulatedCluster cluster, SimulatedNode node) {
    return cluster.await(node.operations().status()).getPeersList().stream()
        .map(PeerStatus::getReachability)
        .toList();
  }
}
