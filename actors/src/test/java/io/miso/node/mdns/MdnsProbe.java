package io.miso.node.mdns;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A JVM that announces and browses until its standard input ends: arguments service name, node id, cluster, address to
 * bind, port. Prints each change as {@code FOUND id@address,address:port ...}.
 */
final class MdnsProbe {
  static final String FOUND = "FOUND ";

  private MdnsProbe() {}

  public static void main(String[] arguments) throws IOException {
    MdnsSettings settings = TestSettings.node(
        arguments[0],
        arguments[1],
        arguments[2],
        TestSettings.ip(arguments[3]),
        Integer.parseInt(arguments[4]));
    MdnsNode node = MdnsNode.start(settings, MdnsProbe::print);
    while (System.in.read() >= 0) {
      // Until the parent closes it.
    }
    node.close();
  }

  private static void print(Set<Found> peers) {
    System.out.println(
        FOUND + peers.stream().map(MdnsProbe::text).collect(Collectors.joining(" ")));
  }

  private static String text(Found peer) {
    return peer.addresses().stream()
        .map(InetAddress::getHostAddress)
        .collect(Collectors.joining(",", peer.nodeId() + "@", ":" + peer.port()));
  }
}
