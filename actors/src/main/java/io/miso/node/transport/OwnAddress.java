package io.miso.node.transport;

import io.miso.node.settings.NodeSettings;
import io.miso.node.settings.NodeSettings.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** The address at which peers can dial this node: the one configured, else the bound one, else that of the interface that faces the peer. */
final class OwnAddress {
  private OwnAddress() {}

  static String towards(Seed peer, NodeSettings settings) {
    if (!settings.advertisedHost().isEmpty()) {
      return settings.advertisedHost();
    }
    return isWildcard(settings.grpcHost()) ? facing(peer) : settings.grpcHost();
  }

  /** Connecting a datagram socket sends nothing; it asks the routing table. */
  private static String facing(Seed peer) {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(peer.host()), peer.port()));
      return socket.getLocalAddress().getHostAddress();
    } catch (IOException e) {
      throw new UncheckedIOException("no route to " + peer, e);
    }
  }

  private static boolean isWildcard(String host) {
    try {
      return InetAddress.getByName(host).isAnyLocalAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
