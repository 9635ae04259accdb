package io.miso.app.daemon;

import akka.actor.AbstractExtensionId;
import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the health checks of one node look at: Akka Management makes its checks itself and gives them the system alone. */
final class NodeHealth implements Extension {
  private static final Id ID = new Id();

  private volatile CompletionStage<?> firstRound = new CompletableFuture<>();

  static NodeHealth of(ActorSystem system) {
    return ID.get(system);
  }

  /** The node is ready once this is done. */
  void readyAfter(CompletionStage<?> stage) {
    this.firstRound = stage;
  }

  boolean isReady() {
    CompletableFuture<?> round = firstRound.toCompletableFuture();
    return round.isDone() && !round.isCompletedExceptionally();
  }

  private static final class Id extends AbstractExtensionId<NodeHealth> {
    @Override
    public NodeHealth createExtension(ExtendedActorSystem system) {
      return new NodeHealth();
    }
  }
}
