package io.miso.node.identity;

/** The time, from the system or from a simulator. */
@FunctionalInterface
public interface NodeClock {
  /** Milliseconds since the epoch. It jumps where somebody sets the clock. */
  long millis();

  /** Milliseconds since some moment before the start, for how long something takes. It never jumps. */
  default long steadyMillis() {
    return millis();
  }

  /** The system's clocks. */
  static NodeClock system() {
    return new NodeClock() {
      @Override
      public long millis() {
        return System.currentTimeMillis();
      }

      @Override
      public long steadyMillis() {
        return System.nanoTime() / 1_000_000;
      }
    };
  }
}
