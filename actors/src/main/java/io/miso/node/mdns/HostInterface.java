package io.miso.node.mdns;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A network interface of this host, as it was when it was looked at. */
record HostInterface(
    String name,
    boolean up,
    boolean loopback,
    boolean pointToPoint,
    boolean multicast,
    List<InetAddress> addresses) {

  HostInterface {
    addresses = List.copyOf(addresses);
  }

  /** Those that can be read now; an interface that vanishes meanwhile is left out. */
  static List<HostInterface> all() {
    List<HostInterface> all = new ArrayList<>();
    try {
      NetworkInterface.networkInterfaces().forEach(nif -> read(nif).ifPresent(all::add));
    } catch (SocketException e) {
      return List.of();
    }
    return all;
  }

  private static Optional<HostInterface> read(NetworkInterface nif) {
    try {
      return Optional.of(new HostInterface(
          nif.getName(),
          nif.isUp(),
          nif.isLoopback(),
          nif.isPointToPoint(),
          nif.supportsMulticast(),
          nif.inetAddresses().toList()));
    } catch (SocketException e) {
      return Optional.empty();
    }
  }
}
