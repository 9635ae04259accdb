package io.miso.node.overlay;

import io.miso.node.identity.NodeId;
import io.miso.node.settings.NodeSettings.Seed;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** One way to find nodes. All ways end in the same handshake. Thread-safe. */
public interface PeerFinder {

  /**
   * A node that may be there.
   *
   * @param id where the way tells it
   * @param addresses where to dial it; one is enough
   */
  record Candidate(Optional<NodeId> id, List<Seed> addresses) {}

  /** For logs. */
  String name();

  /** Whether somebody configured these addresses, so that one that cannot be reached is worth a line. */
  boolean configured();

  /** Looks once; the first look says whether anybody is there yet. */
  CompletionStage<List<Candidate>> look();

  /** From now on the listener is told what is found between looks, by a thread of the finder. */
  default void listen(Consumer<List<Candidate>> listener) {}

  /** Says goodbye where the way knows goodbyes, and ends. The stage completes, never exceptionally, once the goodbye is out. */
  default CompletionStage<Void> leave() {
    return CompletableFuture.completedFuture(null);
  }
}
