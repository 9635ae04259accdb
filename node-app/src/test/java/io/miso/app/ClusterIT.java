package io.miso.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.app.DaemonCluster.Daemon;
import io.miso.grpc.node.v1.FunctionStatus;
import io.miso.grpc.node.v1.FunctionTraffic;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.node.v1.StatusResponse;
import io.miso.sdk.Miso;
import io.miso.sdk.PNCounter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three daemons with the settings of every day; each test is a function of its own. */
@Timeout(120)
final class ClusterIT {
  private static final int CLIENTS = 8;
  private static final int INCREMENTS = 10_000;
  private static final int AT_ONCE = 250;

  @TempDir
  private static Path directory;

  private static DaemonCluster cluster;

  @BeforeAll
  static void startDaemons() {
    cluster = DaemonCluster.start(3, directory, Map.of());
  }

  @AfterAll
  static void stopDaemons() {
    cluster.close();
  }

  private static List<Miso> instances(String function, int nodes) {
    List<Miso> instances = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      instances.add(cluster.daemon(i).open(function));
    }
    DaemonCluster.acquaint(instances);
    return instances;
  }

  @Test
  void eightClientsThroughThreeDaemons_countEveryIncrementOnce() throws Exception {
    List<Miso> instances = instances("increments", 3);
    ExecutorService executor = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Daemon daemon = cluster.daemon(i % 3);
        clients.add(executor.submit(() -> increment(daemon)));
      }
      for (Future<?> client : clients) {
        client.get();
      }
    } finally {
      executor.shutdownNow();
    }
    long sum = (long) CLIENTS * INCREMENTS;
    for (Miso miso : instances) {
      PNCounter counter = miso.statefulObject().getPNCounter("sum");
      MisoProcess.await("the sum on every node", () -> counter.getValue() >= sum);
    }
    for (Miso miso : instances) {
      DaemonCluster.sync(miso, 2);
    }
    assertThat(values(instances, "sum")).containsOnly(sum);
    instances.forEach(Miso::close);
  }

  private static void increment(Daemon daemon) {
    try (Miso miso = daemon.open("increments")) {
      PNCounter counter = miso.statefulObject().getPNCounter("sum");
      for (int sent = 0; sent < INCREMENTS; sent += AT_ONCE) {
        CompletableFuture.allOf(Stream.generate(() -> counter.addAsync(1))
                .limit(AT_ONCE)
                .toArray(CompletableFuture[]::new))
            .join();
      }
    }
  }

  @Test
  void functionOnTwoNodes_leavesTheThirdWithoutStateAndTraffic() {
    List<Miso> instances = instances("on-two", 2);
    for (Miso miso : instances) {
      miso.statefulObject().getPNCounter("sum").add(1);
      DaemonCluster.sync(miso, 1);
    }
    assertThat(values(instances, "sum")).containsOnly(2L);

    StatusResponse third = cluster.daemon(2).status();

    assertThat(third.getPeersList()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(third.getFunctionsList())
        .filteredOn(function -> function.getFunction().equals("on-two"))
        .allSatisfy(function -> {
          assertThat(function.getInterested()).isFalse();
          assertThat(function.getCrdts()).isZero();
        });
    assertThat(traffic(third, "on-two")).isEmpty();
    for (int i = 0; i < 2; i++) {
      StatusResponse runner = cluster.daemon(i).status();
      assertThat(runner.getFunctionsList())
          .filteredOn(function -> function.getFunction().equals("on-two"))
          .extracting(FunctionStatus::getCrdts)
          .containsExactly(1);
      assertThat(traffic(runner, "on-two")).as("with the other node alone").hasSize(1);
    }
    instances.forEach(Miso::close);
  }

  @Test
  void statusSaysHowLongChangesTook_andThatNothingWaits() {
    List<Miso> instances = instances("measured", 2);
    PNCounter counter = instances.get(0).statefulObject().getPNCounter("sum");
    for (int i = 0; i < 5; i++) {
      counter.add(1);
      int added = i + 1;
      MisoProcess.await("acknowledged", () -> measured().getLag().getCount() == added);
    }

    FunctionTraffic traffic = measured();

    assertThat(traffic.getLag().getMaxMs())
        .as("an interval of 200 ms, and what a busy machine takes")
        .isBetween(150L, 10_000L);
    assertThat(traffic.getLag().getSumMs()).isBetween(750L, 5 * traffic.getLag().getMaxMs());
    assertThat(traffic.getSent().getDeltas()).isEqualTo(5);
    assertThat(traffic.getOldestUnacknowledgedMs()).isZero();
    assertThat(cluster.daemon(0).status().getPeersList())
        .allSatisfy(
            peer -> assertThat(peer.getFrameBytesSent()).isGreaterThan(peer.getStateBytesSent()));
    instances.forEach(Miso::close);
  }

  /** With the one other node that runs the function. */
  private static FunctionTraffic measured() {
    List<FunctionTraffic> traffic = traffic(cluster.daemon(0).status(), "measured");
    return traffic.isEmpty() ? FunctionTraffic.getDefaultInstance() : traffic.get(0);
  }

  private static List<FunctionTraffic> traffic(StatusResponse status, String function) {
    return status.getPeersList().stream()
        .map(PeerStatus::getTrafficList)
        .flatMap(List::stream)
        .filter(traffic -> traffic.getFunction().equals(function))
        .filter(traffic -> traffic.getStatesSent() + traffic.getStatesReceived() > 0)
        .toList();
  }

  @Test
  void laterNode_answersItsFirstReadWithTheRestoredValue() {
    try (Miso early = cluster.daemon(0).open("restored")) {
      early.statefulObject().getPNCounter("sum").add(1234);

      try (Miso late = cluster.join().open("restored")) {
        assertThat(late.statefulObject().getPNCounter("sum").getValue()).isEqualTo(1234);
      }
    }
  }

  private static List<Long> values(List<Miso> instances, String name) {
    return instances.stream()
        .map(miso -> miso.statefulObject().getPNCounter(name).getValue())
        .toList();
  }
}
