package io.miso.app.daemon;

import akka.actor.ActorSystem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Ready once the first discovery round is over; named in {@code reference.conf} and made by Akka Management. */
public final class ReadinessCheck implements Supplier<CompletionStage<Boolean>> {
  private final NodeHealth health;

  public ReadinessCheck(ActorSystem system) {
    this.health = NodeHealth.of(system);
  }

  @Override
  public CompletionStage<Boolean> get() {
    return CompletableFuture.completedFuture(health.isReady());
  }
}
