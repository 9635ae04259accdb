package io.miso.node.replication;

import java.time.Duration;

/** How long a peer has been silent, and what follows from it: pure. It counts from when its stream opened. */
public final class Liveness {
  private static final int PAUSES_UNTIL_LOST = 2;

  private final long acceptablePauseMs;
  private long lastFrameMs;

  Liveness(long acceptablePauseMs) {
    this.acceptablePauseMs = acceptablePauseMs;
  }

  /** A stream without a frame for longer is taken for broken. */
  public static Duration untilLost(Duration acceptablePause) {
    return acceptablePause.multipliedBy(PAUSES_UNTIL_LOST);
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
    return silentMs(nowMs) > PAUSES_UNTIL_LOST * acceptablePauseMs;
  }
}
