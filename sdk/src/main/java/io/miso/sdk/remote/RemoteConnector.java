package io.miso.sdk.remote;

import io.miso.sdk.ConnectionSettings;
import io.miso.sdk.Connector;
import io.miso.sdk.Miso;
import io.miso.sdk.binding.BoundMiso;

/** Connects to a daemon by gRPC. Public because {@link java.util.ServiceLoader} makes it. */
public final class RemoteConnector implements Connector {

  public RemoteConnector() {}

  @Override
  public Miso open(ConnectionSettings settings) {
    return bound(settings, Connection.open(settings));
  }

  @Override
  public Miso connect(ConnectionSettings settings) {
    Connection connection = Connection.open(settings);
    try {
      connection.awaitFirst();
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
    return bound(settings, connection);
  }

  private static Miso bound(ConnectionSettings settings, Connection connection) {
    return new BoundMiso(new RemoteBinding(settings, connection));
  }
}
