package io.miso.sdk;

/** Opens connections to a daemon; found by {@link java.util.ServiceLoader}, so that this package knows no binding. */
public interface Connector {

  /** Starts connecting and does not wait. */
  Miso open(ConnectionSettings settings);

  /**
   * Connects and waits.
   *
   * @throws MisoException.Unavailable if no node answers within the connect timeout
   */
  Miso connect(ConnectionSettings settings);
}
