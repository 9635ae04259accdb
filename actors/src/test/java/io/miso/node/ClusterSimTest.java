package io.miso.node;

import static io.miso.node.ClusterCalls.counter;
import static io.miso.node.ClusterCalls.done;
import static io.miso.node.ClusterCalls.everybodyReads;
import static io.miso.node.ClusterCalls.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.CrdtType;
import io.miso.crdt.EWFlag;
import io.miso.crdt.MVRegister;
import io.miso.crdt.ORSet;
import io.miso.crdt.Value;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Outcome.Refused;
import io.miso.node.operation.SyncResult;
import io.miso.node.operation.Update;
import io.miso.node.simulation.SimulatedCluster;
import io.miso.node.simulation.SimulatedNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Three complete nodes: what a user sees of them, with and without faults. */
class ClusterSimTest {
  private static final ObjectKey OBJECT = ObjectKey.defaultOf("f");
  private static final CrdtKey COUNTER = new CrdtKey(OBJECT, "counter", CrdtType.PNCOUNTER);
  private static final CrdtKey SET = new CrdtKey(OBJECT, "set", CrdtType.OR_SET);
  private static final CrdtKey REGISTER = new CrdtKey(OBJECT, "register", CrdtType.MV_REGISTER);
  private static final CrdtKey FLAG = new CrdtKey(OBJECT, "flag", CrdtType.EW_FLAG);
  private static final Duration TWO_INTERVALS = Duration.ofMillis(2 * 200 + 200);

  @Test
  void updatesReachEveryInterestedNodeWithinTwoIntervals() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      everybodyReads(cluster, COUNTER);
      for (SimulatedNode node : cluster.nodes()) {
        done(cluster, node, COUNTER, new Update.CounterAdd(5));
      }
      cluster.advance(TWO_INTERVALS);
      for (SimulatedNode node : cluster.nodes()) {
        assertThat(counter(cluster, node, COUNTER)).isEqualTo(15);
      }
    }
  }

  @Test
  void nodeThatDoesNotRunTheFunctionReceivesNoState() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      read(cluster, cluster.node(0), COUNTER);
      read(cluster, cluster.node(1), COUNTER);
      for (int i = 0; i < 20; i++) {
        done(cluster, cluster.node(0), COUNTER, new Update.CounterAdd(1));
        cluster.advance(Duration.ofMillis(300));
      }
      assertThat(cluster.network().statesDelivered(cluster.node(0), cluster.node(1)))
          .isPositive();
      assertThat(cluster.network().statesDelivered(cluster.node(0), cluster.node(2)))
          .isZero();
      assertThat(cluster.network().statesDelivered(cluster.node(1), cluster.node(2)))
          .isZero();
      assertThat(cluster.await(cluster.node(2).operations().status()).getFunctionsList())
          .isEmpty();
    }
  }

  @Test
  void functionThatUnregisteredReceivesNoMoreState() {
    try (SimulatedCluster cluster = SimulatedCluster.of(2)) {
      SimulatedNode writer = cluster.node(0);
      SimulatedNode guest = cluster.node(1);
      cluster.await(guest.operations().register("f", "pod", "node", "ip"));
      done(cluster, writer, COUNTER, new Update.CounterAdd(1));
      cluster.advance(Duration.ofSeconds(1));
      assertThat(counter(cluster, guest, COUNTER)).isEqualTo(1);
      assertThat(cluster.await(guest.operations().unregister("f", "pod"))).isTrue();
      cluster.advance(Duration.ofSeconds(1));
      long before = cluster.network().statesDelivered(writer, guest);
      done(cluster, writer, COUNTER, new Update.CounterAdd(1));
      cluster.advance(Duration.ofSeconds(5));
      assertThat(cluster.network().statesDelivered(writer, guest)).isEqualTo(before);
      assertThat(counter(cluster, guest, COUNTER))
          .as("a held copy is refreshed before its next read")
          .isEqualTo(2);
    }
  }

  @Test
  void longCutHealsWithoutFurtherWrites() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      everybodyReads(cluster, COUNTER);
      cluster.nodes().forEach(cluster.network()::isolate);
      for (int round = 0; round < 40; round++) {
        for (SimulatedNode node : cluster.nodes()) {
          done(cluster, node, COUNTER, new Update.CounterAdd(1));
        }
        cluster.advance(Duration.ofSeconds(1));
      }
      cluster.network().heal();
      cluster.advance(Duration.ofSeconds(12));
      for (SimulatedNode node : cluster.nodes()) {
        assertThat(counter(cluster, node, COUNTER)).isEqualTo(120);
      }
    }
  }

  @Test
  void shortCutLosesNothing() {
    try (SimulatedCluster cluster = SimulatedCluster.of(2)) {
      everybodyReads(cluster, COUNTER);
      cluster.network().cutOneWay(cluster.node(0), cluster.node(1));
      done(cluster, cluster.node(0), COUNTER, new Update.CounterAdd(7));
      cluster.advance(Duration.ofSeconds(3));
      assertThat(counter(cluster, cluster.node(1), COUNTER)).isZero();
      cluster.network().heal();
      cluster.advance(Duration.ofSeconds(1));
      assertThat(counter(cluster, cluster.node(1), COUNTER)).isEqualTo(7);
    }
  }

  @Test
  void brokenStreamsLoseNothing() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      everybodyReads(cluster, COUNTER);
      for (int round = 0; round < 30; round++) {
        for (SimulatedNode node : cluster.nodes()) {
          done(cluster, node, COUNTER, new Update.CounterAdd(1));
        }
        cluster.network().breakStreams(cluster.node(round % 3), cluster.node((round + 1) % 3));
        cluster.advance(Duration.ofMillis(70));
      }
      cluster.advance(Duration.ofSeconds(10));
      for (SimulatedNode node : cluster.nodes()) {
        assertThat(counter(cluster, node, COUNTER)).isEqualTo(90);
      }
    }
  }

  /** As on a machine with far too much to do: an answer to a dial takes longer than the handshake timeout of 5 s. */
  @Test
  void nodesThatAnswerSlowerThanTheHandshakeTimeout_stillMeet_andStayTogether() {
    try (SimulatedCluster cluster = SimulatedCluster.of(2)) {
      SimulatedNode one = cluster.node(0);
      SimulatedNode other = cluster.node(1);
      everybodyReads(cluster, COUNTER);
      cluster.network().delay(one, other, Duration.ofSeconds(3));
      cluster.network().delay(other, one, Duration.ofSeconds(3));
      cluster.network().breakStreams(one, other);
      cluster.advance(Duration.ofSeconds(15));
      for (int i = 0; i < 10; i++) {
        done(cluster, one, COUNTER, new Update.CounterAdd(1));
        assertThat(cluster
                .await(one.operations().sync(OBJECT, Duration.ofSeconds(10)))
                .acknowledged())
            .hasSize(1);
      }
    }
  }

  @Test
  void nodeStartedLaterAnswersItsFirstReadWithTheRestoredValue() {
    try (SimulatedCluster cluster = SimulatedCluster.of(2)) {
      done(cluster, cluster.node(0), COUNTER, new Update.CounterAdd(42));
      SimulatedNode late = cluster.startNode();
      assertThat(counter(cluster, late, COUNTER)).isEqualTo(42);
    }
  }

  @Test
  void crashedNodeComesBackWithWhatItsPeersHad() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      everybodyReads(cluster, COUNTER);
      done(cluster, cluster.node(1), COUNTER, new Update.CounterAdd(10));
      assertThat(cluster.await(sync(cluster.node(1))).acknowledged()).hasSize(2);
      cluster.crash(1);
      SimulatedNode restarted = cluster.restart(1);
      assertThat(counter(cluster, restarted, COUNTER)).isEqualTo(10);
      done(cluster, restarted, COUNTER, new Update.CounterAdd(1));
      cluster.advance(Duration.ofSeconds(1));
      for (SimulatedNode node : cluster.nodes()) {
        assertThat(counter(cluster, node, COUNTER)).isEqualTo(11);
      }
    }
  }

  @Test
  void elementIsRemovedEverywhereByANodeThatDidNotAddIt() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      everybodyReads(cluster, SET);
      done(cluster, cluster.node(0), SET, new Update.SetAdd(Value.of("x")));
      cluster.advance(TWO_INTERVALS);
      done(cluster, cluster.node(1), SET, new Update.SetRemove(Value.of("x")));
      cluster.advance(TWO_INTERVALS);
      for (SimulatedNode node : cluster.nodes()) {
        assertThat(((ORSet) read(cluster, node, SET)).values()).isEmpty();
      }
    }
  }

  @Test
  void concurrentAddAndRemove_keepsTheElement() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      everybodyReads(cluster, SET);
      done(cluster, cluster.node(0), SET, new Update.SetAdd(Value.of("x")));
      cluster.advance(TWO_INTERVALS);
      done(cluster, cluster.node(1), SET, new Update.SetRemove(Value.of("x")));
      done(cluster, cluster.node(2), SET, new Update.SetAdd(Value.of("x")));
      cluster.advance(TWO_INTERVALS);
      for (SimulatedNode node : cluster.nodes()) {
        assertThat(((ORSet) read(cluster, node, SET)).values()).containsExactly(Value.of("x"));
      }
    }
  }

  @Test
  void concurrentAssignsAreAllSeen_aLaterOneReplacesThem() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      everybodyReads(cluster, REGISTER);
      for (SimulatedNode node : cluster.nodes()) {
        done(cluster, node, REGISTER, new Update.RegisterAssign(Value.of(node.name())));
      }
      cluster.advance(TWO_INTERVALS);
      for (SimulatedNode node : cluster.nodes()) {
        assertThat(((MVRegister) read(cluster, node, REGISTER)).values()).hasSize(3);
      }
      done(cluster, cluster.node(1), REGISTER, new Update.RegisterAssign(Value.of("one")));
      cluster.advance(TWO_INTERVALS);
      for (SimulatedNode node : cluster.nodes()) {
        assertThat(((MVRegister) read(cluster, node, REGISTER)).values())
            .containsExactly(Value.of("one"));
      }
    }
  }

  @Test
  void enableWinsOverAConcurrentDisable() {
    try (SimulatedCluster cluster = SimulatedCluster.of(2)) {
      everybodyReads(cluster, FLAG);
      assertThat(((EWFlag) read(cluster, cluster.node(0), FLAG)).value()).isFalse();
      done(cluster, cluster.node(0), FLAG, new Update.FlagAssign(true));
      cluster.advance(TWO_INTERVALS);
      done(cluster, cluster.node(0), FLAG, new Update.FlagAssign(true));
      done(cluster, cluster.node(1), FLAG, new Update.FlagAssign(false));
      cluster.advance(TWO_INTERVALS);
      for (SimulatedNode node : cluster.nodes()) {
        assertThat(((EWFlag) read(cluster, node, FLAG)).value()).isTrue();
      }
    }
  }

  @Test
  void deletedCounterIsZeroEverywhereAndCountsOnFromThere() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      everybodyReads(cluster, COUNTER);
      done(cluster, cluster.node(0), COUNTER, new Update.CounterAdd(9));
      cluster.advance(TWO_INTERVALS);
      assertThat(cluster.await(cluster.node(2).operations().delete(OBJECT, "counter")))
          .isTrue();
      done(cluster, cluster.node(1), COUNTER, new Update.CounterAdd(1));
      cluster.advance(TWO_INTERVALS);
      for (SimulatedNode node : cluster.nodes()) {
        assertThat(counter(cluster, node, COUNTER)).isEqualTo(1);
      }
    }
  }

  @Test
  void deletionOnANodeThatNeverHeldTheCrdtDeletesItEverywhere() {
    try (SimulatedCluster cluster = SimulatedCluster.of(2)) {
      done(cluster, cluster.node(0), COUNTER, new Update.CounterAdd(9));
      assertThat(cluster.await(cluster.node(1).operations().deleteObject(OBJECT)))
          .isEqualTo(1);
      cluster.advance(TWO_INTERVALS);
      assertThat(counter(cluster, cluster.node(0), COUNTER)).isZero();
      assertThat(cluster.await(cluster.node(0).operations().list(OBJECT))).isEmpty();
    }
  }

  @Test
  void twoTypesUnderOneName_theLowerTypeNumberAnswersOnEveryNode() throws Exception {
    CrdtKey asSet = new CrdtKey(OBJECT, "name", CrdtType.OR_SET);
    CrdtKey asCounter = new CrdtKey(OBJECT, "name", CrdtType.PNCOUNTER);
    try (SimulatedCluster cluster = SimulatedCluster.of(2)) {
      everybodyReads(cluster, asSet);
      cluster.network().cut(cluster.node(0), cluster.node(1));
      done(cluster, cluster.node(0), asSet, new Update.SetAdd(Value.of("x")));
      done(cluster, cluster.node(1), asCounter, new Update.CounterAdd(3));
      cluster.network().heal();
      ExpectedLog.of(
          () -> cluster.advance(Duration.ofSeconds(2)),
          "is ORSet and PNCounter; operations on the ORSet are answered");
      for (SimulatedNode node : cluster.nodes()) {
        assertThat(((ORSet) read(cluster, node, asSet)).values()).containsExactly(Value.of("x"));
        Outcome refused =
            cluster.await(node.operations().update(asCounter, new Update.CounterAdd(1)));
        assertThat(refused).isInstanceOf(Refused.class);
        assertThat(((Refused) refused).message()).contains("ORSet").contains("PNCounter");
      }
      cluster.await(cluster.node(0).operations().delete(OBJECT, "name"));
      cluster.advance(TWO_INTERVALS);
      for (SimulatedNode node : cluster.nodes()) {
        assertThat(cluster.await(node.operations().list(OBJECT))).isEmpty();
      }
    }
  }

  @Test
  void secondTypeUnderANameIsRefused_alsoOnANodeThatHasYetToRestoreIt() {
    CrdtKey asCounter = new CrdtKey(OBJECT, "set", CrdtType.GCOUNTER);
    try (SimulatedCluster cluster = SimulatedCluster.of(2)) {
      done(cluster, cluster.node(0), SET, new Update.SetAdd(Value.of("x")));
      Outcome refused =
          cluster.await(cluster.node(1).operations().update(asCounter, new Update.CounterAdd(1)));
      assertThat(refused).isInstanceOf(Refused.class);
      assertThat(((Refused) refused).reason()).isEqualTo(Outcome.Reason.WRONG_TYPE);
    }
  }

  @Test
  void syncNamesTheNodeThatCannotBeReached() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      everybodyReads(cluster, COUNTER);
      cluster.network().isolate(cluster.node(2));
      cluster.advance(Duration.ofSeconds(20));
      done(cluster, cluster.node(0), COUNTER, new Update.CounterAdd(1));
      SyncResult result = cluster.await(sync(cluster.node(0)));
      assertThat(result.acknowledged())
          .extracting(SyncResult.NodeInfo::nodeId)
          .containsExactly(cluster.node(1).nodeId());
      assertThat(result.unreachable())
          .extracting(SyncResult.NodeInfo::nodeId)
          .containsExactly(cluster.node(2).nodeId());
      assertThat(result.missing()).isEmpty();
    }
  }

  @Test
  void syncCoversWhatCameFromOthers() {
    try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
      everybodyReads(cluster, COUNTER);
      cluster.network().cut(cluster.node(0), cluster.node(2));
      done(cluster, cluster.node(0), COUNTER, new Update.CounterAdd(4));
      cluster.advance(Duration.ofSeconds(1));
      SyncResult result = cluster.await(sync(cluster.node(1)));
      assertThat(result.acknowledged()).hasSize(2);
      assertThat(counter(cluster, cluster.node(2), COUNTER)).isEqualTo(4);
    }
  }

  @Test
  void leaseThatEndsStopsTheTraffic() {
    try (SimulatedCluster cluster =
        SimulatedCluster.of(2, 1, Map.of("miso.functions.lease", "30 s"))) {
      everybodyReads(cluster, COUNTER);
      for (int i = 0; i < 40; i++) {
        done(cluster, cluster.node(0), COUNTER, new Update.CounterAdd(1));
        cluster.advance(Duration.ofSeconds(1));
      }
      long before = cluster.network().statesDelivered(cluster.node(0), cluster.node(1));
      done(cluster, cluster.node(0), COUNTER, new Update.CounterAdd(1));
      cluster.advance(Duration.ofSeconds(5));
      assertThat(cluster.network().statesDelivered(cluster.node(0), cluster.node(1)))
          .isEqualTo(before);
      assertThat(counter(cluster, cluster.node(1), COUNTER)).isEqualTo(41);
    }
  }

  private static java.util.concurrent.CompletionStage<SyncResult> sync(SimulatedNode node) {
    return node.operations().sync(OBJECT, Duration.ofSeconds(5));
  }
}
