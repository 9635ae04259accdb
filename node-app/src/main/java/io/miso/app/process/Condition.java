package io.miso.app.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Bounded waiting for what another process does and cannot tell. */
public final class Condition {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Condition() {}

  /** Whether the condition became true within the time; looks every 20 ms. */
  public static boolean await(Duration limit, BooleanSupplier condition) {
    Stopwatch watch = Stopwatch.start();
    while (!condition.getAsBoolean()) {
      if (watch.elapsed().compareTo(limit) >= 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return true;
  }
}
