package io.miso.node.mdns;

import java.net.InetAddress;
import java.util.List;

/**
 * A peer that mDNS shows now.
 *
 * @param nodeId 32 lower-case hex digits
 * @param addresses where to dial, best first, at least one
 */
public record Found(String nodeId, List<InetAddress> addresses, int port) {
  public Found {
    addresses = List.copyOf(addresses);
  }
}
