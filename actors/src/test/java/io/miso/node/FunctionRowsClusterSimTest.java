package io.miso.node;

import static io.miso.node.ClusterCalls.counter;
import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.CrdtType;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Update;
import io.miso.node.simulation.SimulatedCluster;
import io.miso.node.simulation.SimulatedNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Complete nodes: what they know of each other's functions where not all of them reach each other. */
class FunctionRowsClusterSimTest {
  private static final CrdtKey COUNTER =
      new CrdtKey(ObjectKey.defaultOf("f"), "counter", CrdtType.PNCOUNTER);

  @Test
  void nodeThatJoinsLate_learnsTheWholeTable_throughTheOnePeerItReaches() {
    try (SimulatedCluster cluster = SimulatedCluster.of(4)) {
      registered(cluster, cluster.node(1), "f");
      registered(cluster, cluster.node(2), "g");
      cluster.advance(Duration.ofSeconds(1));
      cluster.crash(3);
      cluster.network().cut(cluster.node(3), cluster.node(1));
      cluster.network().cut(cluster.node(3), cluster.node(2));

      SimulatedNode late = cluster.restart(3);
      cluster.advance(Duration.ofSeconds(1));

      assertThat(late.functions().runBy(cluster.node(1).id())).containsExactly("f");
      assertThat(late.functions().runBy(cluster.node(2).id())).containsExactly("g");
      assertThat(late.functions().digest())
          .isEqualTo(cluster.node(0).functions().digest());
    }
  }

  @Test
  void nodesThatAreCutFromEachOther_learnOfEachOther_throughTheOneBetween() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      cluster.network().cut(cluster.node(0), cluster.node(2));
      cluster.advance(Duration.ofSeconds(15));

      registered(cluster, cluster.node(2), "f");
      cluster.advance(Duration.ofSeconds(15));

      assertThat(cluster.node(0).functions().interestedPeers("f"))
          .containsExactly(cluster.node(2).id());
    }
  }

  @Test
  void nodeWhosePlaceAnotherTook_isGoneForThoseToo_thatNeverMetTheOther() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      registered(cluster, cluster.node(2), "f");
      cluster.advance(Duration.ofSeconds(1));
      NodeId before = cluster.node(2).id();
      cluster.network().cut(cluster.node(0), cluster.node(2));
      cluster.crash(2);
      cluster.restart(2);
      cluster.advance(Duration.ofSeconds(30));

      assertThat(cluster.node(0).functions().isGone(before)).isTrue();
      assertThat(cluster.node(0).functions().interestedPeers("f")).isEmpty();
      assertThat(cluster.node(0).functions().rows()).containsKey(cluster.node(2).id());
    }
  }

  @Test
  void nodeThatWasAwayForTooLong_isForgotten_andSaysSoWhenItIsBack() throws Exception {
    try (SimulatedCluster cluster =
        SimulatedCluster.of(3, 1, Map.of("miso.peers.forget-after", "60 s"))) {
      SimulatedNode away = cluster.node(2);
      registered(cluster, away, "f");
      cluster.advance(Duration.ofSeconds(1));
      cluster.network().isolate(away);
      ExpectedLog.of(
          () -> cluster.advance(Duration.ofMinutes(2)), "nothing was heard of node " + away.id());
      assertThat(cluster.node(0).functions().interestedPeers("f")).isEmpty();
      assertThat(away.functions().gone()).as("it is the one that is away").isEmpty();

      cluster.network().heal();
      ExpectedLog.of(
          () -> cluster.advance(Duration.ofSeconds(5)), "the other nodes forgot this one");

      assertThat(cluster.node(1).functions().interestedPeers("f")).isEmpty();
    }
  }

  @Test
  void nodesThatHaveNothingToTell_areNeverForgotten_whereverTheyAreHeardOf() {
    try (SimulatedCluster cluster =
        SimulatedCluster.of(3, 1, Map.of("miso.peers.forget-after", "60 s"))) {
      cluster.network().cut(cluster.node(0), cluster.node(2));

      cluster.advance(Duration.ofMinutes(10));

      cluster.nodes().forEach(node -> assertThat(node.functions().gone()).isEmpty());
      cluster.nodes().forEach(node -> assertThat(node.functions().rows()).hasSize(3));
    }
  }

  @Test
  void
      functionThatOneNodeRuns_isKeptByAnother_whichAnswersWhenTheOneIsGone_andTheThirdGetsNothing() {
    try (SimulatedCluster cluster =
        SimulatedCluster.of(3, 1, Map.of("miso.functions.min-copies", 2))) {
      SimulatedNode runner = cluster.node(0);
      cluster.await(runner.operations().update(COUNTER, new Update.CounterAdd(5)));
      cluster.advance(Duration.ofSeconds(2));
      cluster.await(runner.operations().update(COUNTER, new Update.CounterAdd(2)));
      cluster.advance(Duration.ofSeconds(1));

      int keeper = keeps(cluster.node(1), "f") ? 1 : 2;
      SimulatedNode third = cluster.node(3 - keeper);
      assertThat(keeps(cluster.node(keeper), "f")).isTrue();
      assertThat(keeps(third, "f")).isFalse();
      assertThat(cluster.network().statesDelivered(runner, cluster.node(keeper)))
          .isPositive();
      assertThat(cluster.network().statesDelivered(runner, third)).isZero();
      assertThat(cluster.network().statesDelivered(cluster.node(keeper), third)).isZero();

      cluster.crash(0);
      cluster.advance(Duration.ofSeconds(1));
      assertThat(counter(cluster, third, COUNTER)).isEqualTo(7);
    }
  }

  @Test
  void functionThatUnregisters_handsOverFirst_howeverLongTheIntervalIs() {
    try (SimulatedCluster cluster =
        SimulatedCluster.of(2, 1, Map.of("miso.replication.interval", "1 h"))) {
      SimulatedNode guest = cluster.node(0);
      registered(cluster, guest, "f");
      registered(cluster, cluster.node(1), "f");
      cluster.advance(Duration.ofSeconds(1));
      cluster.await(guest.operations().update(COUNTER, new Update.CounterAdd(5)));

      assertThat(cluster.await(guest.operations().unregister("f", "pod"))).isTrue();

      assertThat(counter(cluster, cluster.node(1), COUNTER)).isEqualTo(5);
      assertThat(guest.functions().runsHere("f")).isFalse();
    }
  }

  @Test
  void functionWhoseLeaseEnds_handsOverFirst() {
    try (SimulatedCluster cluster = SimulatedCluster.of(
        2, 1, Map.of("miso.replication.interval", "1 h", "miso.functions.lease", "30 s"))) {
      SimulatedNode guest = cluster.node(0);
      registered(cluster, cluster.node(1), "f");
      cluster.advance(Duration.ofSeconds(1));
      cluster.await(guest.operations().update(COUNTER, new Update.CounterAdd(5)));
      cluster.advance(Duration.ofSeconds(20));
      assertThat(cluster.network().statesDelivered(guest, cluster.node(1)))
          .as("what the other lacks altogether is repaired")
          .isOne();
      cluster.await(guest.operations().update(COUNTER, new Update.CounterAdd(5)));
      cluster.advance(Duration.ofSeconds(20));
      registered(cluster, cluster.node(1), "f");
      assertThat(cluster.network().statesDelivered(guest, cluster.node(1))).isOne();

      cluster.advance(Duration.ofSeconds(20));

      assertThat(guest.functions().runsHere("f")).isFalse();
      assertThat(cluster.network().statesDelivered(guest, cluster.node(1)))
          .isGreaterThanOrEqualTo(2);
      assertThat(counter(cluster, cluster.node(1), COUNTER)).isEqualTo(10);
    }
  }

  @Test
  void functionThatUnregistersWhileItsNodeIsCutOff_hasItsWriteReachTheOthersAfterTheHeal() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      SimulatedNode guest = cluster.node(0);
      registered(cluster, cluster.node(1), "f");
      registered(cluster, cluster.node(2), "f");
      cluster.advance(Duration.ofSeconds(1));
      cluster.network().isolate(guest);
      registered(cluster, guest, "f");
      cluster.await(guest.operations().update(COUNTER, new Update.CounterAdd(5)));
      assertThat(cluster.await(guest.operations().unregister("f", "pod"))).isTrue();
      assertThat(guest.functions().runsHere("f")).isFalse();

      cluster.network().heal();
      cluster.advance(Duration.ofSeconds(12));

      for (SimulatedNode node : List.of(cluster.node(1), cluster.node(2))) {
        assertThat(counter(cluster, node, COUNTER)).isEqualTo(5);
      }
    }
  }

  private static boolean keeps(SimulatedNode node, String function) {
    return node.functions().wantedBy(node.id()).contains(function)
        && !node.functions().runsHere(function);
  }

  private static void registered(SimulatedCluster cluster, SimulatedNode node, String function) {
    cluster.await(node.operations().register(function, "pod", "node", "ip"));
  }
}
