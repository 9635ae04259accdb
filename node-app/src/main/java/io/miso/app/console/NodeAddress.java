package io.miso.app.console;

import io.miso.app.failure.UserFailure;
import io.miso.node.settings.InvalidSettingsException;
import io.miso.node.settings.NodeSettings.Seed;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a node answers gRPC. */
record NodeAddress(String host, int port) {
  private static final int DEFAULT_PORT = 5001;

  /**
   * The address of an option, else of {@code MISO_HOST_IP} and {@code MISO_HOST_PORT}, else of a node on this machine.
   *
   * @throws UserFailure where it is none
   */
  static NodeAddress of(@Nullable String option, Map<String, String> variables) {
    try {
      if (option != null) {
        return of(Seed.parse(option.contains(":") ? option : option + ":" + DEFAULT_PORT));
      }
      String host = variables.getOrDefault("MISO_HOST_IP", "127.0.0.1");
      return of(
          Seed.parse(host + ":" + variables.getOrDefault("MISO_HOST_PORT", "" + DEFAULT_PORT)));
    } catch (InvalidSettingsException e) {
      throw new UserFailure(
          "the node to ask must be host:port (--node, or MISO_HOST_IP and MISO_HOST_PORT): "
              + e.getMessage(),
          e);
    }
  }

  private static NodeAddress of(Seed seed) {
    return new NodeAddress(seed.host(), seed.port());
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
