package io.miso.sdk.remote;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** Pauses between attempts: each up to twice the one before, up to a cap, spread so that many clients do not come at once. */
final class Backoff {

  private static final int MOST_DOUBLINGS = 20;

  private final Duration shortest;
  private final Duration longest;
  private final RandomGenerator random;
  private final AtomicInteger attempts = new AtomicInteger();

  Backoff(Duration shortest, Duration longest, RandomGenerator random) {
    this.shortest = shortest;
    this.longest = longest;
    this.random = random;
  }

  /** From half of the full pause to all of it. */
  Duration next() {
    int doublings = Math.min(attempts.getAndIncrement(), MOST_DOUBLINGS);
    long full = Math.min(shortest.toNanos() << doublings, longest.toNanos());
    return Duration.ofNanos(full / 2 + random.nextLong(full / 2 + 1));
  }

  /** The next pause is the shortest again. */
  void reset() {
    attempts.set(0);
  }
}
