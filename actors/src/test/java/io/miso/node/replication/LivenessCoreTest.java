package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.node.SeededCases;
import io.miso.node.TestNodes;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With Akka's detectors, at the defaults: a heartbeat each second and an acceptable pause of five. */
final class LivenessCoreTest {
  private static final long INTERVAL = 1_000;
  private static final long DAY = Duration.ofDays(1).toMillis();

  @ParameterizedTest(name = "{0}, silent for {1} ms: suspected {2}, lost {3}")
  @CsvSource({
    "deadline, 0, false, false",
    "deadline, 5999, false, false",
    "deadline, 6001, true, false",
    "deadline, 10000, true, false",
    "deadline, 10001, true, true",
    "phi-accrual, 0, false, false",
    "phi-accrual, 6000, false, false",
    "phi-accrual, 7500, true, false",
    "phi-accrual, 10000, true, false",
    "phi-accrual, 10001, true, true"
  })
  void peerIsSuspectedPastIntervalAndPause_andLostPastTwoPauses(
      String detector, long silentMs, boolean suspected, boolean lost) {
    Liveness liveness = liveness(detector);
    liveness.opened(70_000);

    assertThat(liveness.silentMs(70_000 + silentMs)).isEqualTo(silentMs);
    assertThat(liveness.suspected(70_000 + silentMs)).isEqualTo(suspected);
    assertThat(liveness.lost(70_000 + silentMs)).isEqualTo(lost);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deadline", "phi-accrual"})
  void suspectedPeer_isBackWithItsNextFrame_ofAnyKind_afterAnyLengthOfTime(String detector) {
    for (long silentMs : new long[] {9_000, 40_000, DAY, 1000 * DAY}) {
      Liveness liveness = liveness(detector);
      long now = beats(liveness, 0, 50);
      now += silentMs;
      assertThat(liveness.suspected(now)).as("after %d ms", silentMs).isTrue();

      liveness.heard(now);
      assertThat(liveness.suspected(now)).isFalse();
      assertThat(liveness.suspected(now + 5_900)).isFalse();
      assertThat(liveness.suspected(now + 8_000)).isTrue();

      liveness.heartbeat(now + 8_000);
      assertThat(liveness.suspected(now + 8_000)).isFalse();
    }
  }

  @Test
  void framesBetweenHeartbeats_teachNothing_soThatQuietAfterABurstIsNotSuspicious() {
    Liveness liveness = liveness("phi-accrual");
    long now = 0;
    liveness.opened(now);
    for (int beat = 0; beat < 300; beat++) {
      for (int batch = 0; batch < 99; batch++) {
        now += 10;
        liveness.heard(now);
      }
      now += 10;
      liveness.heartbeat(now);
    }

    assertThat(liveness.suspected(now + 6_000)).isFalse();
    assertThat(liveness.suspected(now + 7_500)).isTrue();
  }

  @Test
  void batchesThatKeepComing_proveLife_whileHeartbeatsAreHeldUp() {
    Liveness liveness = liveness("phi-accrual");
    long now = beats(liveness, 0, 20);
    for (int i = 0; i < 100; i++) {
      now += INTERVAL;
      liveness.heard(now);
      assertThat(liveness.suspected(now + 5_000)).isFalse();
    }

    assertThat(liveness.suspected(now + 7_500)).isTrue();
  }

  @Test
  void jitteryLink_isGivenMoreTimeThanAQuietOne_andNoMoreThanUntilItIsLost() {
    SeededCases.forAll(
        getClass(),
        "jitteryLink_isGivenMoreTimeThanAQuietOne_andNoMoreThanUntilItIsLost",
        random -> {
          Liveness quiet = liveness("phi-accrual");
          long quietNow = beats(quiet, 0, 200);
          Liveness jittery = liveness("phi-accrual");
          long jitteryNow = jitter(jittery, random, 200);

          assertThat(quiet.suspected(quietNow + 7_000)).isTrue();
          assertThat(jittery.suspected(jitteryNow + 7_000)).isFalse();
          assertThat(jittery.lost(jitteryNow + 10_001)).isTrue();
        });
  }

  @Test
  void edgeLinkWhoseHeartbeatsAreUpToFourSecondsLate_isNeverSuspected() {
    SeededCases.forAll(
        getClass(), "edgeLinkWhoseHeartbeatsAreUpToFourSecondsLate_isNeverSuspected", random -> {
          Liveness liveness = liveness("phi-accrual");
          long now = 0;
          liveness.opened(now);
          for (int beat = 0; beat < 200; beat++) {
            now += INTERVAL + (random.nextInt(10) == 0 ? random.nextInt(4_000) : 0);
            assertThat(liveness.suspected(now)).isFalse();
            liveness.heartbeat(now);
          }
        });
  }

  @Test
  void newStream_startsAnew_andTheGapBeforeItIsNoRhythm() {
    Liveness liveness = liveness("phi-accrual");
    long now = jitter(liveness, new Random(1), 200);
    now += 4_000;
    liveness.opened(now);

    assertThat(liveness.suspected(now + 6_000)).isFalse();
    assertThat(liveness.suspected(now + 7_500)).isTrue();
  }

  private static Liveness liveness(String detector) {
    return Liveness.of(
        TestNodes.settings("peers.failure-detector = " + detector).peers());
  }

  private static long beats(Liveness liveness, long now, int count) {
    liveness.opened(now);
    for (int beat = 0; beat < count; beat++) {
      now += INTERVAL;
      liveness.heartbeat(now);
    }
    return now;
  }

  /** Heartbeats that take up to two seconds, in order. */
  private static long jitter(Liveness liveness, Random random, int count) {
    long sent = 0;
    long now = 0;
    liveness.opened(now);
    for (int beat = 0; beat < count; beat++) {
      sent += INTERVAL;
      now = Math.max(now, sent + random.nextInt(2_000));
      liveness.heartbeat(now);
    }
    return now;
  }
}
