package io.miso.node.replication;

/** The smallest gap between two batches to one peer, which grows with the number of peers: pure. */
final class Pace {
  private static final long SECOND_MS = 1000;

  private final int batchesPerSecond;
  private long gapMs;
  private long nextMs;
  private boolean waking;

  Pace(int batchesPerSecond) {
    this.batchesPerSecond = batchesPerSecond;
  }

  /** Whether the next batch has to wait; asks to be woken when it has. */
  boolean waits(long nowMs, Peer.Effects effects) {
    // A clock that was set back must not hold anything up.
    if (nowMs >= nextMs || nextMs - nowMs > gapMs) {
      return false;
    }
    if (!waking) {
      waking = true;
      effects.wakeAfter(nextMs - nowMs);
    }
    return true;
  }

  void sent(long nowMs, Peer.Effects effects) {
    gapMs = effects.peers() * SECOND_MS / batchesPerSecond;
    nextMs = nowMs + gapMs;
  }

  /** Another stream: nothing was sent on it. */
  void reset() {
    gapMs = 0;
    nextMs = 0;
  }

  void woken() {
    waking = false;
  }
}
