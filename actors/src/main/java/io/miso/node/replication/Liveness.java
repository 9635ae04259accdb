package io.miso.node.replication;

import io.miso.node.settings.NodeSettings.Peers;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How long a peer has been silent, and what follows from it: pure, time is an input.
 *
 * <p>Any frame ends a silence, but heartbeats alone teach the detector what the rhythm of this peer is: they come at a fixed interval whatever
 * else is sent, so their jitter is that of the link. Batches come in bursts, ten milliseconds apart one moment and not at all the next; a
 * detector that took those for the rhythm would suspect every peer that has nothing to send. What the detector is asked is how it judges a
 * silence of this length, counted from the last frame of any kind.
 *
 * <p>Each stream starts anew: what was learnt of the way that broke says little of the next one, and the gap between the two is no rhythm.
 */
public final class Liveness {
  private static final int PAUSES_UNTIL_LOST = 2;

  /** Learns from heartbeats how long a silence may be. */
  interface Detector {
    /** A heartbeat came, or the stream opened. */
    void heartbeat(long nowMs);

    /** Whether a peer that has been silent for so long is to be suspected. */
    boolean suspects(long silentMs);
  }

  private final Supplier<Detector> detectors;
  private final long untilLostMs;
  private Detector detector;
  private long lastFrameMs;

  Liveness(Supplier<Detector> detectors, Duration acceptablePause) {
    this.detectors = detectors;
    this.untilLostMs = untilLost(acceptablePause).toMillis();
    this.detector = detectors.get();
  }

  /** With the detector that the settings name. */
  static Liveness of(Peers settings) {
    return new Liveness(() -> AkkaDetector.of(settings), settings.acceptablePause());
  }

  /** A stream without a frame for longer is taken for broken. */
  public static Duration untilLost(Duration acceptablePause) {
    return acceptablePause.multipliedBy(PAUSES_UNTIL_LOST);
  }

  /** The stream opened. */
  void opened(long nowMs) {
    detector = detectors.get();
    heartbeat(nowMs);
  }

  /** A heartbeat came. */
  void heartbeat(long nowMs) {
    detector.heartbeat(nowMs);
    heard(nowMs);
  }

  /** Any other frame came. */
  void heard(long nowMs) {
    lastFrameMs = nowMs;
  }

  long silentMs(long nowMs) {
    return nowMs - lastFrameMs;
  }

  /** Nobody waits for the peer until its next frame. */
  boolean suspected(long nowMs) {
    return detector.suspects(silentMs(nowMs));
  }

  /** The stream is taken for broken, even if nobody says so, and however long the detector would wait. */
  boolean lost(long nowMs) {
    return silentMs(nowMs) > untilLostMs;
  }
}
