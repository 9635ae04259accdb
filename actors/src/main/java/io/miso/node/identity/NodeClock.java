package io.miso.node.identity;

/** Milliseconds since the epoch, from the system or from a simulator. */
@FunctionalInterface
public interface NodeClock {
  long millis();

  /** The system's clock. */
  static NodeClock system() {
    return System::currentTimeMillis;
  }
}
