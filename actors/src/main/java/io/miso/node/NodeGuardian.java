package io.miso.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import io.miso.node.function.FunctionDiscovery;
import io.miso.node.overlay.NodeDiscovery;
import io.miso.node.replication.PeerScope;
import io.miso.node.replication.PeersActor;
import io.miso.node.state.ObjectRegistry;
import io.miso.node.state.Objects;
import java.util.concurrent.CompletableFuture;

/** The guardian of a node: starts {@code objects}, {@code peers} and {@code overlay}. The failure of one of them ends the node. */
final class NodeGuardian {

  /** The actors that others talk to. */
  record Started(
      Objects objects, ActorRef<PeersActor.Command> peers, ActorRef<Overlay.Command> overlay) {

    void tellFunctions(FunctionDiscovery.Command command) {
      overlay.tell(new Overlay.ToFunctions(command));
    }

    void tellNodes(NodeDiscovery.Command command) {
      overlay.tell(new Overlay.ToNodes(command));
    }
  }

  private NodeGuardian() {}

  static <T> Behavior<T> create(NodeAssembly node, CompletableFuture<Started> started) {
    return Behaviors.setup(context -> {
      ActorRef<ObjectRegistry.Command> registry =
          context.spawn(ObjectRegistry.create(node.objectScope(), node.uses()), "objects");
      Objects objects = new Objects(node.crdts(), registry);
      CompletableFuture<ActorRef<Overlay.Command>> overlay = new CompletableFuture<>();
      ActorRef<PeersActor.Command> peers = context.spawn(
          PeersActor.create(
              peerScope(node, objects), node.replication().table(), listeners(overlay)),
          "peers");
      ActorRef<Overlay.Command> overlayActor =
          context.spawn(Overlay.create(node, objects, peers), "overlay");
      overlay.complete(overlayActor);
      Started all = new Started(objects, peers, overlayActor);
      node.rows().started(peers);
      node.replication().started(peers, all::tellFunctions);
      context.watch(registry);
      context.watch(peers);
      context.watch(overlayActor);
      started.complete(all);
      return Behaviors.empty();
    });
  }

  private static PeerScope peerScope(NodeAssembly node, Objects objects) {
    return new PeerScope(
        node.settings(),
        node.clock(),
        node.directory(),
        node.rows(),
        objects,
        node.replication().table()::size,
        node.firstRound().over());
  }

  private static PeersActor.Listeners listeners(
      CompletableFuture<ActorRef<Overlay.Command>> overlay) {
    return new PeersActor.Listeners(
        peer -> tellNodes(overlay, new NodeDiscovery.RowReceived(peer)),
        nodes -> tellNodes(overlay, new NodeDiscovery.Introduced(nodes)),
        peer -> tellNodes(overlay, new NodeDiscovery.Departed(peer)));
  }

  private static void tellNodes(
      CompletableFuture<ActorRef<Overlay.Command>> overlay, NodeDiscovery.Command command) {
    overlay.join().tell(new Overlay.ToNodes(command));
  }
}
