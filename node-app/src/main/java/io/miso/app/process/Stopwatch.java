package io.miso.app.process;

import java.time.Duration;

/** Elapsed time; the one reader of the clock in this package. */
public final class Stopwatch {
  private final long startNanos = System.nanoTime();

  private Stopwatch() {}

  public static Stopwatch start() {
    return new Stopwatch();
  }

  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
