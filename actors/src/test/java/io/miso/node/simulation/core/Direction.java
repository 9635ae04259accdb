package io.miso.node.simulation.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The way from one node to another, and how bad it is. What is sent into a cut waits, as TCP keeps it, and goes on when the cut is over. */
final class Direction {
  private static final long BASE_DELAY_MS = 1;

  private final VirtualTime time;
  private final Random random;
  private final RunReport report;
  private final List<Runnable> waiting = new ArrayList<>();
  private int cuts;
  private long freeAtMs;
  private long lastArrivalMs;
  long delayMs;
  long jitterMs;
  long bytesPerSecond = Long.MAX_VALUE;
  double loss;
  double duplication;
  double reordering;

  Direction(VirtualTime time, Random random, RunReport report) {
    this.time = time;
    this.random = random;
    this.report = report;
  }

  boolean isCut() {
    return cuts > 0;
  }

  /** Whether whatever is sent arrives soon. */
  boolean isHealthy() {
    return cuts == 0
        && delayMs + jitterMs < 50
        && bytesPerSecond == Long.MAX_VALUE
        && loss == 0
        && lastArrivalMs <= time.nowMs() + 50
        && waiting.isEmpty();
  }

  void cut() {
    cuts++;
  }

  void uncut() {
    cuts--;
    if (cuts == 0) {
      List<Runnable> now = List.copyOf(waiting);
      waiting.clear();
      now.forEach(Runnable::run);
    }
  }

  /** Delivers a frame of a stream. */
  void stream(int bytes, Runnable arrival) {
    if (cuts > 0) {
      waiting.add(() -> stream(bytes, arrival));
      return;
    }
    if (random.nextDouble() < duplication) {
      report.fault(FaultKind.DUPLICATION);
      deliver(bytes, arrival);
    }
    deliver(bytes, arrival);
  }

  private void deliver(int bytes, Runnable arrival) {
    if (bytesPerSecond != Long.MAX_VALUE) {
      freeAtMs = Math.max(freeAtMs, time.nowMs()) + 1000L * bytes / bytesPerSecond;
    }
    long arrivalMs = Math.max(time.nowMs(), freeAtMs) + latencyMs();
    if (random.nextDouble() < reordering) {
      report.fault(FaultKind.REORDERING);
      arrivalMs += 1 + random.nextInt(100);
    } else {
      arrivalMs = Math.max(arrivalMs, lastArrivalMs);
      lastArrivalMs = arrivalMs;
    }
    time.after(arrivalMs - time.nowMs(), arrival);
  }

  /** Delivers what opens or resets a stream; a cut swallows it. */
  void control(Runnable arrival) {
    if (cuts == 0) {
      time.after(latencyMs(), arrival);
    }
  }

  /** Whether the next frame is lost. */
  boolean loses() {
    return loss > 0 && random.nextDouble() < loss;
  }

  private long latencyMs() {
    return BASE_DELAY_MS + delayMs + (jitterMs == 0 ? 0 : random.nextInt((int) jitterMs));
  }
}
