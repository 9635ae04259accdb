package io.miso.node.simulation;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.miso.node.settings.NodeSettings.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * A cluster of complete nodes in one process. Time stands still unless {@link #advance} or {@link #await} lets it pass; the same seed gives
 * the same run.
 *
 * <pre>{@code
 * try (SimulatedCluster cluster = SimulatedCluster.of(3)) {
 *   NodeOperations here = cluster.node(0).operations();
 *   cluster.await(here.update(key, new Update.CounterAdd(5)));
 *   cluster.network().isolate(cluster.node(2));
 *   cluster.advance(Duration.ofSeconds(1));
 * }
 * }</pre>
 */
public final class SimulatedCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final AtomicLong COUNT = new AtomicLong();

  private final String id = "cluster-" + COUNT.incrementAndGet();
  private final SimulatedTime time = SimulatedTime.of(id);
  private final Random random;
  private final Config overrides;
  private final SimulatedNetwork network;
  private final SimulationExecutor executor = SimulationExecutor.of(id);
  private final List<SimulatedNode> nodes = new ArrayList<>();

  private SimulatedCluster(long seed, Config overrides) {
    this.random = new Random(seed);
    this.overrides = overrides;
    this.network = new SimulatedNetwork(time, executor, new Random(random.nextLong()));
  }

  /** Nodes that know the first as their seed, connected to each other. */
  public static SimulatedCluster of(int size) {
    return of(size, 1, Map.of());
  }

  /**
   * The same with a seed for everything random and settings that override {@code reference.conf}.
   *
   * @param settings by full key, for example {@code miso.replication.interval}
   */
  public static SimulatedCluster of(int size, long seed, Map<String, ?> settings) {
    SimulatedCluster cluster = new SimulatedCluster(seed, ConfigFactory.parseMap(settings));
    for (int index = 0; index < size; index++) {
      cluster.startNode();
    }
    cluster.advance(Duration.ofSeconds(2));
    return cluster;
  }

  /** No node yet. */
  public static SimulatedCluster empty() {
    return of(0);
  }

  /** Starts one more node, which knows the first as its seed. */
  public SimulatedNode startNode() {
    return startNode(seedAddress());
  }

  /** Starts one more node, which knows another one as its seed. */
  public SimulatedNode startNode(SimulatedNode seed) {
    return startNode(seed.address());
  }

  private SimulatedNode startNode(Seed seed) {
    SimulatedNode node = SimulatedNode.start(this, nodes.size(), List.of(seed));
    nodes.add(node);
    settle();
    return node;
  }

  public SimulatedNode node(int index) {
    return nodes.get(index);
  }

  public List<SimulatedNode> nodes() {
    return List.copyOf(nodes);
  }

  public SimulatedNetwork network() {
    return network;
  }

  /** Kills a node as kill -9 does: without a goodbye, and all that it held is gone. */
  public void crash(int index) {
    SimulatedNode crashed = nodes.get(index);
    network.crash(crashed.address());
    crashed.stop();
    settle();
  }

  /** Starts a crashed node again at its address, under a new id and empty. */
  public SimulatedNode restart(int index) {
    SimulatedNode restarted =
        SimulatedNode.start(this, index, List.of(nodes.get(index == 0 ? 1 : 0).address()));
    nodes.set(index, restarted);
    settle();
    return restarted;
  }

  /** Lets time pass. */
  public void advance(Duration duration) {
    long endMs = time.millis() + duration.toMillis();
    settle();
    while (step(endMs)) {}
    time.moveTo(endMs);
  }

  /** Lets time pass until the stage completes. */
  public <T> T await(CompletionStage<T> stage) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    awaitTrue("the stage completes", future::isDone);
    return future.join();
  }

  /** Lets time pass until the condition holds. */
  public void awaitTrue(String what, BooleanSupplier condition) {
    long endMs = time.millis() + PATIENCE.toMillis();
    settle();
    while (!condition.getAsBoolean()) {
      if (!step(endMs)) {
        throw new AssertionError(what + ": not within " + PATIENCE + " of simulated time");
      }
    }
  }

  /** Runs blocking function code on a thread of its own while time passes, and answers what it answers. */
  public <T> T run(Callable<T> code) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread = new Thread(
        () -> {
          try {
            result.complete(code.call());
          } catch (Exception | AssertionError e) {
            result.completeExceptionally(e);
          }
        },
        id + "-function");
    thread.start();
    while (!result.isDone()) {
      settle();
      if (thread.getState() == Thread.State.WAITING
          || thread.getState() == Thread.State.TIMED_WAITING) {
        step(Long.MAX_VALUE);
      }
      Thread.onSpinWait();
    }
    return result.join();
  }

  @Override
  public void close() {
    nodes.forEach(node -> network.crash(node.address()));
    nodes.forEach(SimulatedNode::stop);
    SimulationExecutor.remove(id);
    SimulatedTime.remove(id);
  }

  String id() {
    return id;
  }

  SimulatedTime time() {
    return time;
  }

  Random random() {
    return random;
  }

  Config overrides() {
    return overrides;
  }

  private Seed seedAddress() {
    return nodes.isEmpty() ? new Seed("10.0.0.1", 5001) : nodes.get(0).address();
  }

  /** Goes to what is due next, but not beyond the end; answers whether there was anything. */
  private boolean step(long endMs) {
    long nextMs = Math.min(time.nextDueMs(), network.nextDueMs());
    if (nextMs > endMs) {
      return false;
    }
    time.moveTo(nextMs);
    executor.call(time::runDue);
    settle();
    return true;
  }

  private void settle() {
    do {
      executor.settle();
    } while (executor.call(network::pump));
  }
}
