package io.miso.sdk;

import java.time.Duration;

/**
 * What a connection to a daemon is opened with; made by {@link MisoBuilder}, validated there.
 *
 * @param nodeName label of the node for its registry, may be empty
 * @param replicaId names this instance of the function
 * @param connectTimeout above 0
 * @param callTimeout above 0
 */
public record ConnectionSettings(
    String host,
    int port,
    String function,
    String nodeName,
    String replicaId,
    Duration connectTimeout,
    Duration callTimeout) {

  /** {@code host:port}, for messages. */
  public String address() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
