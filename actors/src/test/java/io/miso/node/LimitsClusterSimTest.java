package io.miso.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.CrdtType;
import io.miso.crdt.ORSet;
import io.miso.crdt.Value;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome.Done;
import io.miso.node.operation.Outcome.Reason;
import io.miso.node.operation.Outcome.Refused;
import io.miso.node.operation.Update;
import io.miso.node.simulation.SimulatedCluster;
import io.miso.node.simulation.SimulatedNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits bind local operations; a join is never refused. */
class LimitsClusterSimTest {
  private static final CrdtKey SET = new CrdtKey(ObjectKey.defaultOf("f"), "set", CrdtType.OR_SET);

  @Test
  void twoNodesAtTheirLimitOfElements_joinBeyondIt_andTakeNoMore() {
    try (SimulatedCluster cluster =
        SimulatedCluster.of(2, 1, Map.of("miso.limits.elements-per-crdt", 3))) {
      cluster.nodes().forEach(node -> cluster.await(node.operations().read(SET)));
      cluster.network().isolate(cluster.node(0));
      for (int i = 0; i < 3; i++) {
        assertThat(add(cluster, 0, "a" + i)).isInstanceOf(Done.class);
        assertThat(add(cluster, 1, "b" + i)).isInstanceOf(Done.class);
      }
      assertThat(add(cluster, 0, "more"))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.LIMIT));
      cluster.network().heal();
      cluster.advance(Duration.ofSeconds(15));
      for (SimulatedNode node : cluster.nodes()) {
        ORSet set = (ORSet) ((Done) cluster.await(node.operations().read(SET))).state();
        assertThat(set.size()).as(node.name()).isEqualTo(6);
      }
      assertThat(add(cluster, 1, "more")).isInstanceOf(Refused.class);
      assertThat(add(cluster, 1, "a1")).as("is there already").isInstanceOf(Done.class);
    }
  }

  private static Object add(SimulatedCluster cluster, int node, String element) {
    return cluster.await(
        cluster.node(node).operations().update(SET, new Update.SetAdd(Value.of(element))));
  }
}
