package io.miso.sdk.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BackoffTest {

  private static final long SEED = 7;

  private final Backoff backoff =
      new Backoff(Duration.ofMillis(50), Duration.ofSeconds(3), new SplittableRandom(SEED));

  @Test
  void pauses_doubleUpToTheCapAndAreSpreadOverTheirUpperHalf() {
    List<Duration> pauses =
        IntStream.range(0, 100).mapToObj(i -> backoff.next()).toList();

    for (int i = 0; i < pauses.size(); i++) {
      long fullMs = Math.min(50L << Math.min(i, 10), 3_000);
      assertThat(pauses.get(i)).isBetween(Duration.ofMillis(fullMs / 2), Duration.ofMillis(fullMs));
    }
    assertThat(pauses.stream().skip(10).distinct().count()).isGreaterThan(50);
  }

  @Test
  void reset_beginsWithTheShortestPauseAgain() {
    IntStream.range(0, 10).forEach(i -> backoff.next());
    backoff.reset();

    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(50));
  }
}
