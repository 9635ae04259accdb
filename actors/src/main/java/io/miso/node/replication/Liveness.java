package io.miso.node.replication;

/** How long a peer has been silent, and what follows from it: pure. It counts from when its stream opened. */
final class Liveness {
  private final long acceptablePauseMs;
  private long lastFrameMs;

  Liveness(long acceptablePauseMs) {
    this.acceptablePauseMs = acceptablePauseMs;
  }

  /** The stream opened, or a frame came. */
  void heard(long nowMs) {
    lastFrameMs = nowMs;
  }

  long silentMs(long nowMs) {
    return nowMs - lastFrameMs;
  }

  /** Nobody waits for the peer until its next frame. */
  boolean suspected(long nowMs) {
    return silentMs(nowMs) > acceptablePauseMs;
  }

  /** The stream is taken for broken, even if nobody says so. */
  boolean lost(long nowMs) {
    return silentMs(nowMs) > 2 * acceptablePauseMs;
  }
}
