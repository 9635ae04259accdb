package io.miso.node.simulation;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.miso.node.SimulatedActors;
import io.miso.node.function.FunctionView;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.NodeOperations;
import io.miso.node.overlay.PeerFinder;
import io.miso.node.settings.NodeSettings;
import io.miso.node.settings.NodeSettings.Seed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One node of a {@link SimulatedCluster}. */
public final class SimulatedNode {
  private final String name;
  private final Seed address;
  private final NodeId id;
  private final ActorTestKit kit;
  private final SimulatedActors actors;
  private final NodeOperations operations;

  private SimulatedNode(
      String name,
      Seed address,
      NodeId id,
      ActorTestKit kit,
      SimulatedActors actors,
      NodeOperations operations) {
    this.name = name;
    this.address = address;
    this.id = id;
    this.kit = kit;
    this.actors = actors;
    this.operations = operations;
  }

  static SimulatedNode start(SimulatedCluster cluster, int index, List<Seed> seeds) {
    String name = "node-" + index;
    Seed address = new Seed("10.0.0." + (index + 1), 5001);
    NodeId id = new NodeId(cluster.random().nextLong(), cluster.random().nextLong());
    ActorTestKit kit = ActorTestKit.create(name, systemConfig(cluster.id()));
    SimulatedActors actors = SimulatedActors.spawn(
        kit,
        id,
        settings(name, cluster.overrides()),
        cluster.time(),
        new Random(cluster.random().nextLong()),
        cluster.network().transportOf(address),
        List.of(new StaticFinder(seeds)));
    return new SimulatedNode(name, address, id, kit, actors, actors.operations());
  }

  /** What a function on this node can do. */
  public NodeOperations operations() {
    return operations;
  }

  public String name() {
    return name;
  }

  /** 32 hex digits; new after a restart. */
  public String nodeId() {
    return id.hex();
  }

  public Seed address() {
    return address;
  }

  /** Completes when the first discovery round is over. */
  public CompletionStage<Void> firstRound() {
    return actors.firstRound();
  }

  /** Who runs, keeps and holds what, as the node knows it. */
  public FunctionView functions() {
    return actors.functions();
  }

  /** How many CRDTs of a function the node has a copy of. */
  public int copies(String function) {
    return actors.copies(function);
  }

  /** What others call it. */
  public NodeId id() {
    return id;
  }

  void stop() {
    kit.shutdownTestKit();
  }

  private static NodeSettings settings(String name, Config overrides) {
    return NodeSettings.from(ConfigFactory.parseMap(Map.of("miso.node-name", name))
        .withFallback(overrides)
        .withFallback(ConfigFactory.load()));
  }

  private static Config systemConfig(String clusterId) {
    return ConfigFactory.parseMap(Map.of(
            "akka.actor.default-dispatcher.executor",
            SimulationExecutorConfigurator.class.getName(),
            "akka.actor.default-dispatcher.simulation-id",
            clusterId,
            "akka.scheduler.implementation",
            SimulatedTime.Scheduler.class.getName(),
            "miso-simulation.id",
            clusterId,
            "akka.log-dead-letters",
            "off"))
        .withFallback(ConfigFactory.load());
  }

  private record StaticFinder(List<Seed> seeds) implements PeerFinder {
    @Override
    public String name() {
      return "static";
    }

    @Override
    public boolean configured() {
      return true;
    }

    @Override
    public CompletionStage<List<Candidate>> look() {
      return CompletableFuture.completedFuture(seeds.stream()
          .map(seed -> new Candidate(Optional.empty(), List.of(seed)))
          .toList());
    }
  }
}
