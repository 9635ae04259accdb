package io.miso.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.app.DaemonCluster.Daemon;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.sdk.Miso;
import io.miso.sdk.MisoException;
import io.miso.sdk.PNCounter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node is killed while writes go on, through it as well. */
@Timeout(120)
final class CrashIT {
  private static final String FUNCTION = "crash";
  private static final int SOME = 100;

  /** A tenth of it where the machine has nothing else to do, and far less than the silence that makes a peer lost. */
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  @TempDir
  private Path directory;

  @Test
  void killedNode_comesBackWithWhatTheSurvivorsHave_andNoCounterEverFalls() throws Exception {
    try (DaemonCluster cluster = DaemonCluster.start(3, directory, Map.of())) {
      List<Writer> writers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        writers.add(new Writer(cluster.daemon(i)));
      }
      DaemonCluster.acquaint(writers.stream().map(writer -> writer.miso).toList());
      writers.forEach(writer -> writer.thread.start());
      Writer first = writers.get(0);
      Writer second = writers.get(1);
      Writer killed = writers.get(2);

      killed.awaitMore();
      long kept = killed.confirmed.get();
      DaemonCluster.sync(killed.miso, 2);
      killed.daemon.process().kill();
      killed.thread.join();
      first.awaitMore();
      second.awaitMore();
      first.end();
      second.end();
      // A delta that reached one survivor alone is passed on by a sync, and only by it.
      DaemonCluster.sync(first.miso, 1);
      DaemonCluster.sync(second.miso, 1);
      long survived = first.counter.getValue();

      assertThat(second.counter.getValue()).isEqualTo(survived);
      assertThat(survived)
          .isBetween(
              first.confirmed.get() + second.confirmed.get() + kept,
              first.confirmed.get() + second.confirmed.get() + killed.sent.get());
      try (Miso back = cluster.restart(killed.daemon).open(FUNCTION)) {
        PNCounter counter = back.statefulObject().getPNCounter("sum");
        assertThat(counter.getValue())
            .as("the first read of the node that came back")
            .isEqualTo(survived);
        assertThat(counter.add(1)).isEqualTo(survived + 1);
        DaemonCluster.sync(back, 2);
      }
      assertThat(first.counter.getValue()).isEqualTo(survived + 1);
      assertThat(second.counter.getValue()).isEqualTo(survived + 1);
      assertThat(writers).allSatisfy(writer -> assertThat(writer.fell).isFalse());
      writers.forEach(writer -> writer.miso.close());
    }
  }

  @Test
  void instanceThatRegistered_isSoAgain_onceItsKilledDaemonIsBack_withoutACall() throws Exception {
    try (DaemonCluster cluster = DaemonCluster.start(1, directory, Map.of());
        Miso miso = cluster.daemon(0).open(FUNCTION)) {
      miso.statefulObject().registerServerlessFunction();
      cluster.daemon(0).process().kill();

      Daemon back = cluster.restart(cluster.daemon(0));

      MisoProcess.await(
          "the instance is registered again",
          () -> back.status().getFunctionsList().stream()
              .anyMatch(
                  status -> status.getFunction().equals(FUNCTION) && status.getInstances() == 1));
    }
  }

  @Test
  void killedNode_isLostToTheOthersAtOnce_andIsDialledSilentlyUntilItIsBack() throws Exception {
    try (DaemonCluster cluster = DaemonCluster.start(3, directory, Map.of())) {
      Daemon killed = cluster.daemon(2);
      String address = "127.0.0.1:" + killed.port();
      String peer = "peer node-\\d \\(" + address + "\\) ";
      List<Daemon> survivors = List.of(cluster.daemon(0), cluster.daemon(1));
      survivors.forEach(survivor -> survivor.process().awaitOutput(peer + "connected"));

      killed.process().kill();

      for (Daemon survivor : survivors) {
        survivor.process().awaitOutput(peer + "is lost", AT_ONCE);
        assertThat(survivor.status().getPeersList())
            .filteredOn(status -> status.getNode().getAddress().equals(address))
            .extracting(PeerStatus::getReachability)
            .containsExactly(PeerStatus.Reachability.UNREACHABLE);
      }
      cluster.restart(killed);
      for (Daemon survivor : survivors) {
        survivor.process().awaitOutput(peer + "is back");
        assertThat(survivor.process().output().lines().filter(line -> line.contains(address)))
            .as("connected, lost, back")
            .hasSize(3);
      }
    }
  }

  /** Adds 1 again and again through one daemon, until it is told to end or the daemon is gone. */
  private static final class Writer {
    private final Daemon daemon;
    private final Miso miso;
    private final PNCounter counter;
    private final Thread thread = new Thread(this::write);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong confirmed = new AtomicLong();
    private volatile boolean ending;
    private volatile boolean fell;

    Writer(Daemon daemon) {
      this.daemon = daemon;
      miso = daemon.open(FUNCTION);
      counter = miso.statefulObject().getPNCounter("sum");
    }

    private void write() {
      long last = 0;
      try {
        while (!ending) {
          sent.incrementAndGet();
          long value = counter.add(1);
          confirmed.incrementAndGet();
          fell |= value <= last;
          last = value;
        }
      } catch (MisoException.Unconfirmed | MisoException.Unavailable e) {
        ending = true;
      }
    }

    void awaitMore() {
      long enough = confirmed.get() + SOME;
      MisoProcess.await(SOME + " more writes", () -> ending || confirmed.get() >= enough);
      assertThat(ending).as("lost its daemon").isFalse();
    }

    void end() throws InterruptedException {
      ending = true;
      thread.join();
    }
  }
}
