package io.miso.app.daemon;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.management.javadsl.AkkaManagement;
import io.miso.app.failure.UserFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The HTTP endpoint of Akka Management: {@code /alive} and {@code /ready}. */
final class Management {
  private Management() {}

  /**
   * Binds the endpoint; it goes with the actor system.
   *
   * @param port 0 takes a free one
   * @param firstRound after which the node is ready
   * @return {@code host:port} as bound
   * @throws UserFailure where it cannot be bound
   */
  static String start(ActorSystem<?> system, String host, int port, CompletionStage<?> firstRound) {
    NodeHealth.of(system.classicSystem()).readyAfter(firstRound);
    try {
      ServerBinding binding = Http.get(system)
          .newServerAt(host, port)
          .bind(AkkaManagement.get(system).getRoutes())
          .toCompletableFuture()
          .join();
      return host + ":" + binding.localAddress().getPort();
    } catch (CompletionException e) {
      throw notBound(host, port, e);
    }
  }

  /**
   * Looks whether the port can be bound, before a node starts in vain and has to leave again.
   *
   * @throws UserFailure where it cannot
   */
  static void requireFree(String host, int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw notBound(host, port, e);
    }
  }

  private static UserFailure notBound(String host, int port, Exception cause) {
    return new UserFailure(
        "cannot listen on %s:%d for management (%s): stop what has the port, or set MISO_MANAGEMENT_PORT (0 takes a free one)"
            .formatted(host, port, cause.getMessage()),
        cause);
  }
}
