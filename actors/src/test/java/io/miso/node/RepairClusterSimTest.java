package io.miso.node;

import static io.miso.node.ClusterCalls.counter;
import static io.miso.node.ClusterCalls.done;
import static io.miso.node.ClusterCalls.everybodyReads;
import static io.miso.node.ClusterCalls.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.CrdtType;
import io.miso.crdt.ORSet;
import io.miso.crdt.Value;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Update;
import io.miso.node.simulation.SimulatedCluster;
import io.miso.node.simulation.SimulatedNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What deltas alone do not bring about: repair over others, large states, and the end of what deletions leave. */
final class RepairClusterSimTest {
  private static final ObjectKey OBJECT = ObjectKey.defaultOf("f");
  private static final CrdtKey COUNTER = new CrdtKey(OBJECT, "counter", CrdtType.PNCOUNTER);
  private static final CrdtKey SET = new CrdtKey(OBJECT, "set", CrdtType.OR_SET);
  private static final Duration TWO_ROUNDS = Duration.ofSeconds(25);

  @Test
  void updatesCrossANodeInBetween_withinTwoRounds() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      everybodyReads(cluster, COUNTER);
      cluster.network().cut(cluster.node(0), cluster.node(2));
      for (int second = 0; second < 20; second++) {
        add(cluster, cluster.node(0), 1);
        cluster.advance(Duration.ofSeconds(1));
      }

      cluster.advance(TWO_ROUNDS);

      assertThat(counter(cluster, cluster.node(2), COUNTER)).isEqualTo(20);
    }
  }

  @Test
  void updatesCrossANodeInBetween_thoughTheyNeverRest() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      everybodyReads(cluster, COUNTER);
      cluster.network().cut(cluster.node(0), cluster.node(2));
      long before = 0;
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 250; i++) {
          add(cluster, cluster.node(0), 1);
          cluster.advance(Duration.ofMillis(100));
        }
        assertThat(counter(cluster, cluster.node(2), COUNTER)).isGreaterThan(before);
        before = counter(cluster, cluster.node(2), COUNTER);
      }
    }
  }

  @Test
  void setLargerThanAFrame_reachesANodeThatComesLater() {
    try (SimulatedCluster cluster =
        SimulatedCluster.of(1, 1, Map.of("miso.replication.max-frame-bytes", "64 KiB"))) {
      for (int i = 0; i < 4_000; i++) {
        done(cluster, cluster.node(0), SET, new Update.SetAdd(Value.of("x".repeat(100) + i)));
      }
      SimulatedNode late = cluster.startNode();
      cluster.advance(Duration.ofSeconds(2));

      assertThat(((ORSet) read(cluster, late, SET)).size()).isEqualTo(4_000);
    }
  }

  @Test
  void whatADeletionLeaves_goesEverywhere_onceEveryHolderHasIt() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      everybodyReads(cluster, COUNTER);
      cluster.nodes().forEach(node -> add(cluster, node, 5));
      cluster.advance(Duration.ofSeconds(1));
      done(cluster, cluster.node(1), COUNTER, new Update.Delete());
      cluster.advance(Duration.ofSeconds(30));
      cluster.nodes().forEach(node -> assertThat(node.copies("f")).isEqualTo(1));

      cluster.advance(Duration.ofMinutes(2));

      cluster.nodes().forEach(node -> assertThat(node.copies("f")).isZero());
      add(cluster, cluster.node(2), 3);
      cluster.advance(Duration.ofSeconds(1));
      cluster
          .nodes()
          .forEach(node -> assertThat(counter(cluster, node, COUNTER)).isEqualTo(3));
    }
  }

  @Test
  void whatADeletionLeaves_staysAsLongAsAHolderIsAway_soThatNothingComesBack() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      everybodyReads(cluster, COUNTER);
      cluster.nodes().forEach(node -> add(cluster, node, 5));
      cluster.advance(Duration.ofSeconds(1));
      cluster.network().isolate(cluster.node(2));
      done(cluster, cluster.node(0), COUNTER, new Update.Delete());
      add(cluster, cluster.node(2), 1);
      cluster.advance(Duration.ofMinutes(10));
      assertThat(cluster.node(0).copies("f")).isEqualTo(1);

      cluster.network().heal();
      cluster.advance(Duration.ofSeconds(30));

      cluster
          .nodes()
          .forEach(node -> assertThat(counter(cluster, node, COUNTER))
              .as("what was concurrent with the deletion")
              .isEqualTo(1));
    }
  }

  @Test
  void writesOfANodeThatLeftTheFunctionWhileItWasCutOff_reachTheOthers_andItsCopiesGo() {
    try (SimulatedCluster cluster =
        SimulatedCluster.of(3, 1, Map.of("miso.functions.drop-after", "30 s"))) {
      SimulatedNode guest = cluster.node(2);
      read(cluster, cluster.node(0), COUNTER);
      read(cluster, cluster.node(1), COUNTER);
      cluster.network().isolate(guest);
      cluster.await(guest.operations().register("f", "pod", "node", "ip"));
      add(cluster, guest, 7);
      assertThat(cluster.await(guest.operations().unregister("f", "pod"))).isTrue();
      cluster.advance(Duration.ofMinutes(2));
      assertThat(guest.copies("f")).as("nobody else has it").isEqualTo(1);

      cluster.network().heal();
      cluster.advance(TWO_ROUNDS);

      assertThat(counter(cluster, cluster.node(0), COUNTER)).isEqualTo(7);
      assertThat(counter(cluster, cluster.node(1), COUNTER)).isEqualTo(7);
      cluster.advance(Duration.ofMinutes(1));
      assertThat(guest.copies("f")).isZero();
      assertThat(cluster.node(0).functions().holdingPeers("f")).doesNotContain(guest.id());
      assertThat(counter(cluster, guest, COUNTER))
          .as("it asks when it needs it again")
          .isEqualTo(7);
    }
  }

  private static void add(SimulatedCluster cluster, SimulatedNode node, long amount) {
    done(cluster, node, COUNTER, new Update.CounterAdd(amount));
  }
}
