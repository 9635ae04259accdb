package io.miso.node.simulation.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** The last events of a run as text. Off unless a failure is to be explained, since text is what costs most in a run. */
final class Trace {
  private static final int LINES = Integer.getInteger("miso.trace", 100);

  private final boolean on;
  private final VirtualTime time;
  private final Deque<String> lines = new ArrayDeque<>();

  Trace(boolean on, VirtualTime time) {
    this.on = on;
    this.time = time;
  }

  void note(Supplier<String> what) {
    if (on) {
      lines.add(String.format("%9d ms  %s", time.nowMs(), what.get()));
      if (lines.size() > LINES) {
        lines.remove();
      }
    }
  }

  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
