package io.miso.app;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.miso.app.process.Stopwatch;
import io.miso.grpc.node.v1.FunctionStatus;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.node.v1.StatusResponse;
import io.miso.sdk.ORSet;
import io.miso.sdk.PNCounter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What five nodes send each other. Each test is a function of its own. */
@Tag("system")
@Timeout(120)
final class TrafficIT {
  private static final int NODES = 5;
  private static final int INTERVAL_MS = 200;
  private static final Duration HOT = Duration.ofSeconds(8);
  private static final double TEN_PERCENT_MORE = 1.1;
  private static final int AT_ONCE = 50;
  private static final int ELEMENTS = 10_000;
  private static final int BYTES_OF_ONE_ADD = 300;

  /** Of a frame around a batch, and of gRPC around that. */
  private static final int FRAMING = 4 + 5;

  @TempDir
  private static Path directory;

  private static Lab lab;

  @BeforeAll
  static void startDaemons() {
    lab = Lab.build(NODES, directory);
    lab.startDaemons(Map.of());
    lab.machines()
        .forEach(
            machine -> MisoProcess.await("all others reached", () -> machine.reaches(NODES - 1)));
  }

  @AfterAll
  static void remove() {
    lab.close();
  }

  @Test
  void counterThatIsHotOnAllNodes_takesOneBatchPerIntervalAndPeer() {
    List<LabFunction> instances = instances("hot", NODES);
    List<StatusResponse> before = statuses();
    ExecutorService threads = Executors.newFixedThreadPool(NODES);
    List<CompletableFuture<Long>> adding = instances.stream()
        .map(instance -> CompletableFuture.supplyAsync(() -> addAllTheTime(instance), threads))
        .toList();
    long sum = adding.stream().mapToLong(CompletableFuture::join).sum();
    threads.shutdown();
    List<StatusResponse> after = statuses();

    for (int i = 0; i < NODES; i++) {
      long elapsedMs = after.get(i).getUptimeMs() - before.get(i).getUptimeMs();
      double intervals = (double) elapsedMs / INTERVAL_MS;
      assertThat(batches(before.get(i), after.get(i)))
          .as("batches of %s to each peer in %.1f intervals", lab.machine(i + 1).node(), intervals)
          .hasSize(NODES - 1)
          .allSatisfy(sent ->
              assertThat((double) sent).isBetween(intervals / 2, intervals * TEN_PERCENT_MORE));
    }
    instances.forEach(instance -> MisoProcess.await(
        "the sum everywhere",
        () -> instance.use(object -> object.getPNCounter("sum").getValue()) == sum));
  }

  @Test
  void oneMoreElementInASetOfTenThousand_isABatchOfLessThan300Bytes() {
    List<LabFunction> instances = instances("large-set", NODES);
    LabFunction writer = instances.get(0);
    Machine sender = lab.machine(1);
    List<Machine> receivers = lab.machines().subList(1, NODES);
    fill(instances);
    List<PeerStatus> before = receivers.stream().map(sender::peer).toList();

    writer.perform(object -> object.getORSet("set").add("one more"));
    for (int i = 0; i < receivers.size(); i++) {
      Machine receiver = receivers.get(i);
      PeerStatus was = before.get(i);
      MisoProcess.await(
          "sent and acknowledged",
          () -> sender.peer(receiver).getBatchesSent() > was.getBatchesSent()
              && sender.peer(receiver).getUnacknowledged() == 0);
      PeerStatus is = sender.peer(receiver);
      assertThat(is.getBatchesSent() - was.getBatchesSent()).isEqualTo(1);
      assertThat(is.getStateBytesSent() - was.getStateBytesSent())
          .isLessThan(BYTES_OF_ONE_ADD - FRAMING);
    }
    assertThat(instances)
        .allMatch(instance -> instance.use(object -> object.getORSet("set").contains("one more")));
  }

  @Test
  void nodesThatDoNotRunAFunction_areSentNothingOfIt() {
    List<LabFunction> instances = instances("of-two", 2);
    for (LabFunction instance : instances) {
      instance.use(object -> object.getPNCounter("sum").add(1));
      instance.perform(object -> object.getGSet("set").add("element"));
      instance.sync(1);
    }

    assertThat(lab.machines().subList(0, 2))
        .allSatisfy(machine ->
            assertThat(peersWithTrafficOf("of-two", machine.status())).hasSize(1));
    assertThat(lab.machines().subList(2, NODES)).allSatisfy(machine -> {
      assertThat(machine.status().getFunctionsList())
          .extracting(FunctionStatus::getFunction)
          .doesNotContain("of-two");
      assertThat(peersWithTrafficOf("of-two", machine.status())).isEmpty();
    });
  }

  private static List<LabFunction> instances(String function, int nodes) {
    List<LabFunction> instances = lab.machines().stream()
        .limit(nodes)
        .map(machine -> machine.function(function))
        .toList();
    LabFunction.acquaint(instances);
    return instances;
  }

  private static List<StatusResponse> statuses() {
    return lab.machines().stream().map(Machine::status).toList();
  }

  /** How many were sent to each peer. */
  private static List<Long> batches(StatusResponse before, StatusResponse after) {
    Map<String, Long> earlier = before.getPeersList().stream()
        .collect(toMap(peer -> peer.getNode().getName(), PeerStatus::getBatchesSent));
    return after.getPeersList().stream()
        .map(peer -> peer.getBatchesSent() - earlier.getOrDefault(peer.getNode().getName(), 0L))
        .toList();
  }

  private static List<PeerStatus> peersWithTrafficOf(String function, StatusResponse status) {
    return status.getPeersList().stream()
        .filter(
            peer -> peer.getTrafficList().stream().anyMatch(t -> t.getFunction().equals(function)))
        .toList();
  }

  /** One addition after the other; answers how many. */
  private static long addAllTheTime(LabFunction instance) {
    return instance.use(object -> {
      PNCounter counter = object.getPNCounter("sum");
      Stopwatch watch = Stopwatch.start();
      long added = 0;
      while (watch.elapsed().compareTo(HOT) < 0) {
        counter.add(1);
        added++;
      }
      return added;
    });
  }

  /**
   * Every add is answered with the whole set, which makes a large one slow to fill: each node adds its part before it hears of the others'.
   */
  private static void fill(List<LabFunction> instances) {
    lab.bridge().cutAll(lab.machines());
    int part = ELEMENTS / instances.size();
    for (int i = 0; i < instances.size(); i++) {
      int first = i * part;
      instances.get(i).perform(object -> addAll(object.getORSet("set"), first, first + part));
    }
    lab.bridge().heal();
    instances.forEach(instance -> MisoProcess.await(
        "all elements everywhere",
        () -> instance.use(object -> object.getORSet("set").getValue().size()) == ELEMENTS));
    MisoProcess.await(
        "nothing under way",
        () -> statuses().stream()
            .flatMap(status -> status.getPeersList().stream())
            .allMatch(peer -> peer.getUnacknowledged() == 0));
  }

  private static void addAll(ORSet<String> set, int from, int to) {
    for (int first = from; first < to; first += AT_ONCE) {
      CompletableFuture.allOf(IntStream.range(first, first + AT_ONCE)
              .mapToObj(element -> set.addAsync("" + element).toCompletableFuture())
              .toArray(CompletableFuture[]::new))
          .join();
    }
  }
}
