package io.miso.node.replication;

import akka.remote.DeadlineFailureDetector;
import akka.remote.FailureDetector;
import akka.remote.PhiAccrualFailureDetector;
import io.miso.node.settings.NodeSettings.Peers;
import io.miso.node.settings.NodeSettings.PhiAccrual;
import java.time.Duration;
import java.util.function.Function;
import scala.concurrent.duration.FiniteDuration;

/**
 * A failure detector of Akka on time that is handed in; Akka Remote itself is never started.
 *
 * <p>The phi-accrual detector is that of Hayashibara, Defago, Yared and Katayama, "The phi accrual failure detector" (2004): the longer a
 * silence is in terms of the mean and the deviation of the intervals seen, the larger phi. It does not learn from an interval that it would
 * have suspected, so that a cut does not make it patient.
 */
final class AkkaDetector implements Liveness.Detector {
  private final GivenTime time = new GivenTime();
  private final FailureDetector detector;
  private long lastHeartbeatMs;

  private AkkaDetector(Function<GivenTime, FailureDetector> detector) {
    this.detector = detector.apply(time);
  }

  static AkkaDetector of(Peers settings) {
    return switch (settings.failureDetector()) {
      case PHI_ACCRUAL -> new AkkaDetector(time -> phiAccrual(settings, time));
      case DEADLINE ->
        new AkkaDetector(time -> new DeadlineFailureDetector(
            scala(settings.acceptablePause()), scala(settings.heartbeatInterval()), time));
    };
  }

  private static FailureDetector phiAccrual(Peers settings, GivenTime time) {
    PhiAccrual phi = settings.phiAccrual();
    return new PhiAccrualFailureDetector(
        phi.threshold(),
        phi.maxSamples(),
        scala(phi.minStdDeviation()),
        scala(settings.acceptablePause()),
        scala(settings.heartbeatInterval()),
        time);
  }

  @Override
  public void heartbeat(long nowMs) {
    time.ms = nowMs;
    lastHeartbeatMs = nowMs;
    detector.heartbeat();
  }

  /** Akka's detector counts from the last heartbeat; the silence counts from the last frame, which came then or later. */
  @Override
  public boolean suspects(long silentMs) {
    time.ms = lastHeartbeatMs + silentMs;
    return !detector.isAvailable();
  }

  private static FiniteDuration scala(Duration duration) {
    return scala.jdk.javaapi.DurationConverters.toScala(duration);
  }

  /** Scala asks for the unboxed value. */
  private static final class GivenTime extends FailureDetector.Clock {
    private long ms;

    @Override
    public Object apply() {
      return ms;
    }

    @Override
    public long apply$mcJ$sp() {
      return ms;
    }
  }
}
