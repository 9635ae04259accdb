package io.miso.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.CrdtType;
import io.miso.grpc.node.v1.FunctionTraffic;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.node.v1.ReplicationLag;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome.Done;
import io.miso.node.operation.Update;
import io.miso.node.simulation.SimulatedCluster;
import io.miso.node.simulation.SimulatedNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What status says of deliveries, against the times of the simulation. */
final class DeliveryClusterSimTest {
  private static final CrdtKey COUNTER =
      new CrdtKey(ObjectKey.defaultOf("f"), "counter", CrdtType.PNCOUNTER);
  private static final long INTERVAL_MS = 200;
  private static final long DELAY_MS = 50;
  private static final long ROUND_TRIP_MS = 2 * DELAY_MS;
  private static final Duration CUT = Duration.ofSeconds(5);

  @Test
  void lagIsTheDebounceAndTheWayThereAndBack() {
    try (SimulatedCluster cluster = pair()) {
      for (int i = 0; i < 10; i++) {
        add(cluster);
        cluster.advance(Duration.ofMillis(70));
        add(cluster);
        cluster.advance(Duration.ofSeconds(1));
      }

      ReplicationLag lag = toTheOther(cluster).getLag();

      assertThat(lag.getCount()).as("two updates make one change").isEqualTo(10);
      assertThat(lag.getSumMs() / lag.getCount())
          .isBetween(INTERVAL_MS + ROUND_TRIP_MS, INTERVAL_MS + ROUND_TRIP_MS + 10);
      assertThat(lag.getMaxMs()).isLessThanOrEqualTo(INTERVAL_MS + ROUND_TRIP_MS + 10);
      assertThat(lag.getBuckets(3).getUpToMs()).isEqualTo(400);
      assertThat(lag.getBuckets(3).getCount()).isEqualTo(10);
      assertThat(ofTheFunction(cluster).getLag()).isEqualTo(lag);
      assertThat(toTheOther(cluster).getOldestUnacknowledgedMs()).isZero();
    }
  }

  @Test
  void cut_showsWhileItLasts_andAfterwardsInTheLag() {
    try (SimulatedCluster cluster = pair()) {
      cluster.network().isolate(cluster.node(1));
      add(cluster);
      cluster.advance(Duration.ofSeconds(2));
      assertThat(toTheOther(cluster).getOldestUnacknowledgedMs()).isEqualTo(2_000);
      add(cluster);
      cluster.advance(CUT.minusSeconds(2));
      assertThat(toTheOther(cluster).getOldestUnacknowledgedMs()).isEqualTo(CUT.toMillis());
      assertThat(toTheOther(cluster).getLag().getCount()).isZero();

      cluster.network().heal();
      cluster.advance(Duration.ofSeconds(3));

      PeerStatus status = toTheOther(cluster);
      assertThat(status.getOldestUnacknowledgedMs()).isZero();
      assertThat(status.getLag().getCount()).isEqualTo(2);
      assertThat(status.getLag().getMaxMs()).isBetween(CUT.toMillis(), CUT.toMillis() + 200);
      assertThat(status.getBatchesAcknowledged()).isEqualTo(status.getBatchesSent());
    }
  }

  @Test
  void cutThatBreaksTheStream_showsAsLong_andWhatGoesOutAgainIsCountedAsThat() {
    try (SimulatedCluster cluster = pair()) {
      cluster.network().isolate(cluster.node(1));
      add(cluster);
      cluster.advance(Duration.ofMinutes(1));
      assertThat(toTheOther(cluster).getOldestUnacknowledgedMs()).isEqualTo(60_000);

      cluster.network().heal();
      cluster.advance(Duration.ofSeconds(30));

      PeerStatus status = toTheOther(cluster);
      assertThat(status.getOldestUnacknowledgedMs()).isZero();
      assertThat(status.getLag().getCount()).isEqualTo(1);
      assertThat(status.getLag().getMaxMs()).isBetween(60_000L, 80_000L);
      assertThat(status.getSent().getDeltas()).isEqualTo(1);
      assertThat(status.getSent().getAgain()).isPositive();
    }
  }

  @Test
  void whatOneNodeSends_theOtherReceives() {
    try (SimulatedCluster cluster = pair()) {
      add(cluster);
      cluster.advance(Duration.ofSeconds(30));

      PeerStatus sender = toTheOther(cluster);
      PeerStatus receiver = toTheOther(cluster, cluster.node(1));

      assertThat(receiver.getReceived()).isEqualTo(sender.getSent());
      assertThat(receiver.getStateBytesReceived()).isEqualTo(sender.getStateBytesSent());
      assertThat(sender.getFramesSent() - receiver.getFramesReceived())
          .as("all but what is on its way")
          .isBetween(0L, 2L);
      assertThat(sender.getFrameBytesSent())
          .isGreaterThan(sender.getStateBytesSent() + sender.getFramesSent());
    }
  }

  /** Two nodes that run the function, with a delay between them. */
  private static SimulatedCluster pair() {
    SimulatedCluster cluster =
        SimulatedCluster.of(2, 1, Map.of("miso.replication.interval", INTERVAL_MS + " ms"));
    cluster.nodes().forEach(node -> cluster.await(node.operations().read(COUNTER)));
    cluster.advance(Duration.ofSeconds(2));
    Duration delay = Duration.ofMillis(DELAY_MS);
    cluster.network().delay(cluster.node(0), cluster.node(1), delay);
    cluster.network().delay(cluster.node(1), cluster.node(0), delay);
    return cluster;
  }

  private static void add(SimulatedCluster cluster) {
    assertThat(
            cluster.await(cluster.node(0).operations().update(COUNTER, new Update.CounterAdd(1))))
        .isInstanceOf(Done.class);
  }

  private static FunctionTraffic ofTheFunction(SimulatedCluster cluster) {
    return toTheOther(cluster).getTrafficList().stream()
        .filter(traffic -> traffic.getFunction().equals("f"))
        .findAny()
        .orElseThrow();
  }

  private static PeerStatus toTheOther(SimulatedCluster cluster) {
    return toTheOther(cluster, cluster.node(0));
  }

  private static PeerStatus toTheOther(SimulatedCluster cluster, SimulatedNode node) {
    return cluster.await(node.operations().status()).getPeers(0);
  }
}
