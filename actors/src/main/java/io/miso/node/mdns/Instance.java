package io.miso.node.mdns;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * A resolved DNS-SD instance as the network shows it, not judged yet.
 *
 * @param text the TXT record
 * @param addresses of its A and AAAA records
 * @param loopback whether it was seen on the loopback interface
 */
record Instance(Map<String, String> text, List<InetAddress> addresses, int port, boolean loopback) {
  Instance {
    text = Map.copyOf(text);
    addresses = List.copyOf(addresses);
  }
}
