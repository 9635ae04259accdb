package io.miso.app.daemon;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.management.javadsl.AkkaManagement;
import io.miso.app.failure.UserFailure;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The HTTP endpoint of Akka Management: {@code /alive} and {@code /ready}. */
final class Management {
  private Management() {}

  /**
   * Binds the endpoint; it goes with the actor system. Not ready before {@link #readyAfter} says so.
   *
   * @param port 0 takes a free one
   * @return {@code host:port} as bound
   * @throws UserFailure where it cannot be bound
   */
  static String start(ActorSystem<?> system, String host, int port) {
    try {
      ServerBinding binding = Http.get(system)
          .newServerAt(host, port)
          .bind(AkkaManagement.get(system).getRoutes())
          .toCompletableFuture()
          .join();
      return host + ":" + binding.localAddress().getPort();
    } catch (CompletionException e) {
      throw new UserFailure(
          "cannot listen on %s:%d for management (%s): stop what has the port, or set MISO_MANAGEMENT_PORT (0 takes a free one)"
              .formatted(host, port, innermost(e).getMessage()),
          e);
    }
  }

  /** From when on {@code /ready} answers 200. */
  static void readyAfter(ActorSystem<?> system, CompletionStage<?> firstRound) {
    NodeHealth.of(system.classicSystem()).readyAfter(firstRound);
  }

  private static Throwable innermost(Throwable failure) {
    Throwable innermost = failure;
    for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
      innermost = each;
    }
    return innermost;
  }
}
