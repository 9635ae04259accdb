package io.miso.node.overlay;

import akka.actor.typed.ActorRef;
import io.miso.node.function.FunctionDiscovery;
import io.miso.node.identity.Births;
import io.miso.node.identity.NodeId;
import io.miso.node.overlay.PeerFinder.Candidate;
import io.miso.node.replication.PeerTransport;
import io.miso.node.replication.PeersActor;
import io.miso.node.settings.NodeSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** What node discovery needs. */
public record OverlayScope(
    NodeId self,
    long incarnation,
    NodeSettings settings,
    PeerTransport transport,
    List<PeerFinder> finders,
    RandomGenerator random,
    FirstRound firstRound,
    Births births,
    ActorRef<PeersActor.Command> peers,
    ActorRef<FunctionDiscovery.Command> functions) {

  /** The listener is told which finder found what between looks, by a thread of the finder. */
  void listen(BiConsumer<PeerFinder, List<Candidate>> listener) {
    finders.forEach(finder -> finder.listen(found -> listener.accept(finder, found)));
  }

  /** Has every finder say goodbye; completes when all goodbyes are out. */
  CompletionStage<Void> leaveFinders() {
    return CompletableFuture.allOf(finders.stream()
        .map(finder -> finder.leave().toCompletableFuture())
        .toArray(CompletableFuture[]::new));
  }
}
