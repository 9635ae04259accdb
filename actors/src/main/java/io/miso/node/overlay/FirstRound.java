package io.miso.node.overlay;

import io.miso.node.settings.NodeSettings.Seed;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The first discovery round: every way was looked at once, and every address it gave either failed or led to a node whose function row
 * arrived. First operations wait for it, so it is bounded by a timeout of its owner. Only its owner's thread changes it.
 */
public final class FirstRound {
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final Set<Seed> unsettled = new HashSet<>();
  private int looks;

  /** Completes when the round is over, never exceptionally. */
  public CompletionStage<Void> over() {
    return over.minimalCompletionStage();
  }

  public boolean isOver() {
    return over.isDone();
  }

  void expectLooks(int count) {
    looks = count;
    check();
  }

  void looked() {
    looks--;
    check();
  }

  void dialling(Seed address) {
    if (!over.isDone() && looks > 0) {
      unsettled.add(address);
    }
  }

  void settled(Seed address) {
    if (unsettled.remove(address)) {
      check();
    }
  }

  void timeOut() {
    over.complete(null);
  }

  private void check() {
    if (looks <= 0 && unsettled.isEmpty()) {
      over.complete(null);
    }
  }
}
