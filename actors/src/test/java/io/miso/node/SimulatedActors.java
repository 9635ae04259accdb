package io.miso.node;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import io.miso.node.function.FunctionView;
import io.miso.node.identity.NodeClock;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.NodeOperations;
import io.miso.node.overlay.NodeDiscovery;
import io.miso.node.overlay.PeerFinder;
import io.miso.node.replication.PeerTransport;
import io.miso.node.settings.NodeSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** The production actors of one node in a TestKit system; what the simulated cluster needs of this package. */
public final class SimulatedActors {
  private final NodeAssembly node;
  private final CompletableFuture<NodeGuardian.Started> started = new CompletableFuture<>();

  private SimulatedActors(NodeAssembly node) {
    this.node = node;
  }

  /** Spawns a node; its actors start when the system's dispatcher runs. */
  public static SimulatedActors spawn(
      ActorTestKit kit,
      NodeId id,
      NodeSettings settings,
      NodeClock clock,
      RandomGenerator random,
      PeerTransport transport,
      List<PeerFinder> finders) {
    SimulatedActors actors =
        new SimulatedActors(NodeAssembly.of(id, settings, clock, random, transport, finders));
    kit.spawn(NodeGuardian.create(actors.node, actors.started), "node");
    return actors;
  }

  /** What a function on this node can do. */
  public NodeOperations operations() {
    NodeGuardian.Started all = started.join();
    String address =
        node.transport().ownAddressTowards(new NodeSettings.Seed("peer", 1)).toString();
    return new LocalOperations(node, all, new StatusReport(node, all.peers(), address));
  }

  /** Completes when the first discovery round is over. */
  public CompletionStage<Void> firstRound() {
    return node.firstRound().over();
  }

  /** Who runs what, as the node knows it. */
  public FunctionView functions() {
    return node.directory().view();
  }

  /** How many CRDTs of a function the node has a copy of. */
  public int copies(String function) {
    return node.crdts().ofFunction(function).size();
  }

  /** Says goodbye to every peer. */
  public CompletionStage<?> leave() {
    CompletableFuture<akka.Done> left = new CompletableFuture<>();
    started.join().tellNodes(new NodeDiscovery.Leave(left));
    return left;
  }
}
