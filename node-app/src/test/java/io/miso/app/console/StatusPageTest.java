package io.miso.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.grpc.node.v1.FunctionStatus;
import io.miso.grpc.node.v1.FunctionTraffic;
import io.miso.grpc.node.v1.LagBucket;
import io.miso.grpc.node.v1.NodeLabel;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.node.v1.PeerStatus.Reachability;
import io.miso.grpc.node.v1.ReplicationLag;
import io.miso.grpc.node.v1.StatusResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StatusPageTest {

  private static PeerStatus peer(String name, long sent) {
    return PeerStatus.newBuilder()
        .setNode(NodeLabel.newBuilder().setName(name).setAddress(name + ":5001"))
        .setReachability(Reachability.REACHABLE)
        .setBatchesSent(sent)
        .addTraffic(
            FunctionTraffic.newBuilder().setFunction("f").setStatesSent(sent).setStatesReceived(1))
        .build();
  }

  @Test
  void page_showsFunctionsWithTrafficOverAllPeers() {
    StatusResponse status = StatusResponse.newBuilder()
        .setNode(NodeLabel.newBuilder().setName("edge-1").setAddress("127.0.0.1:5001"))
        .setCluster("miso")
        .addFunctions(FunctionStatus.newBuilder()
            .setFunction("f")
            .setInterested(true)
            .setInstances(2)
            .setCrdts(3)
            .addInterestedPeers("edge-2"))
        .addFunctions(FunctionStatus.newBuilder().setFunction("kept").setKeeps(true))
        .addFunctions(FunctionStatus.newBuilder().setFunction("held"))
        .addPeers(peer("edge-2", 40))
        .addPeers(peer("edge-3", 2))
        .build();
    String page = String.join("\n", new StatusPage(status).lines());
    assertThat(page).contains("edge-1  127.0.0.1:5001").contains("cluster    miso");
    assertThat(page).containsPattern("f +2 +3 +42 +2 +yes +edge-2");
    assertThat(page).containsPattern("kept .* keeps it +-").containsPattern("held .* no +-");
    assertThat(page).containsPattern("edge-3 +edge-3:5001 +reachable +2");
  }

  @Test
  void peer_showsWhatHalfOfTheChangesTook_theLongest_andWhatIsNotThereYet() {
    ReplicationLag lag = ReplicationLag.newBuilder()
        .setCount(10)
        .setSumMs(50_000)
        .setMaxMs(46_789)
        .addBuckets(LagBucket.newBuilder().setUpToMs(200).setCount(4))
        .addBuckets(LagBucket.newBuilder().setUpToMs(400).setCount(5))
        .addBuckets(LagBucket.newBuilder().setCount(1))
        .build();
    StatusResponse status = StatusResponse.newBuilder()
        .addPeers(peer("edge-2", 40).toBuilder()
            .setLag(lag)
            .setUnacknowledged(3)
            .setOldestUnacknowledgedMs(125_000))
        .addPeers(peer("edge-3", 2).toBuilder()
            .setLag(ReplicationLag.newBuilder()
                .setCount(1)
                .setMaxMs(301)
                .addBuckets(LagBucket.newBuilder().setUpToMs(400).setCount(1))))
        .addPeers(peer("edge-4", 0))
        .build();

    String page = String.join("\n", new StatusPage(status).lines());

    assertThat(page).containsPattern("edge-2 .* <= 400 ms +46.7 s +3 +2 min 5 s");
    assertThat(page).containsPattern("edge-3 .* <= 301 ms +301 ms +0 +-");
    assertThat(page).containsPattern("edge-4 .* - +- +0 +-");
  }

  @Test
  void nodeAlone_saysSo() {
    assertThat(new StatusPage(StatusResponse.getDefaultInstance()).lines())
        .contains("functions: none", "peers: none");
  }

  @Test
  void uptime_isInTheTwoLargestUnits() {
    assertThat(StatusPage.uptime(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(StatusPage.uptime(Duration.ofSeconds(61))).isEqualTo("1 min 1 s");
    assertThat(StatusPage.uptime(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
  }
}
