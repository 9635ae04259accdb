package io.miso.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.miso.node.function.FunctionDiscovery;
import io.miso.node.overlay.NodeDiscovery;
import io.miso.node.overlay.OverlayScope;
import io.miso.node.replication.PeersActor;
import io.miso.node.state.Objects;

/** The actor {@code overlay}: parent of the discovery actors. */
final class Overlay {

  /** What the actor is told. */
  sealed interface Command {}

  /** For function discovery. */
  record ToFunctions(FunctionDiscovery.Command command) implements Command {}

  /** For node discovery. */
  record ToNodes(NodeDiscovery.Command command) implements Command {}

  private Overlay() {}

  static Behavior<Command> create(
      NodeAssembly node, Objects objects, ActorRef<PeersActor.Command> peers) {
    return Behaviors.setup(context -> {
      ActorRef<FunctionDiscovery.Command> functions = functions(context, node, objects, peers);
      ActorRef<NodeDiscovery.Command> nodes = nodes(context, node, peers, functions);
      context.watch(functions);
      context.watch(nodes);
      return Behaviors.receive(Command.class)
          .onMessage(ToFunctions.class, message -> {
            functions.tell(message.command());
            return Behaviors.same();
          })
          .onMessage(ToNodes.class, message -> {
            nodes.tell(message.command());
            return Behaviors.same();
          })
          .build();
    });
  }

  private static ActorRef<FunctionDiscovery.Command> functions(
      ActorContext<Command> context,
      NodeAssembly node,
      Objects objects,
      ActorRef<PeersActor.Command> peers) {
    FunctionDiscovery.Listeners listeners = new FunctionDiscovery.Listeners(
        (function, handedOver) -> peers.tell(new PeersActor.HandOver(function, handedOver)),
        objects::unrestore,
        function -> node.crdts().functions().contains(function),
        gone -> peers.tell(new PeersActor.Remove(gone)),
        () -> node.forgotten().complete(null));
    return context.spawn(
        FunctionDiscovery.create(
            node.id(),
            node.incarnation(),
            node.settings(),
            node.uses(),
            node.directory(),
            node.rows(),
            listeners),
        "functions");
  }

  private static ActorRef<NodeDiscovery.Command> nodes(
      ActorContext<Command> context,
      NodeAssembly node,
      ActorRef<PeersActor.Command> peers,
      ActorRef<FunctionDiscovery.Command> functions) {
    OverlayScope scope = new OverlayScope(
        node.id(),
        node.incarnation(),
        node.settings(),
        node.transport(),
        node.finders(),
        node.random(),
        node.firstRound(),
        node.births(),
        peers,
        functions);
    return context.spawn(NodeDiscovery.create(scope), "nodes");
  }
}
