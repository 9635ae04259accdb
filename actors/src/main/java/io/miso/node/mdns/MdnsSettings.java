package io.miso.node.mdns;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a node says about itself by mDNS, and where.
 *
 * @param serviceName {@code X.local} for the DNS-SD type {@code _X._tcp.local}
 * @param nodeId 32 lower-case hex digits
 * @param nodeName label for people who look at the network with other tools; cut where it is long
 * @param cluster nodes of other clusters are not found; at most 200 bytes of UTF-8
 * @param protocolVersion for people and later versions; the handshake decides
 * @param bind the address the gRPC server is bound to: it decides which interfaces are used
 * @param port the port it listens on, 1 to 65535
 * @param advertised addresses that peers shall dial, at most four; empty where those of the interfaces will do
 * @param resolveTimeout how long the first look waits for answers
 */
public record MdnsSettings(
    String serviceName,
    String nodeId,
    String nodeName,
    String cluster,
    int protocolVersion,
    InetAddress bind,
    int port,
    List<InetAddress> advertised,
    Duration resolveTimeout) {

  private static final Pattern NODE_ID = Pattern.compile("[0-9a-f]{32}");
  private static final int CLUSTER_BYTES = 200;

  /**
   * @throws IllegalArgumentException where a value cannot be announced
   */
  public MdnsSettings {
    ServiceType.of(serviceName);
    require(isNodeId(nodeId), "node id '" + nodeId + "' is not 32 lower-case hex digits");
    require(
        cluster.getBytes(StandardCharsets.UTF_8).length <= CLUSTER_BYTES,
        "cluster name (MISO_CLUSTER_NAME) is longer than " + CLUSTER_BYTES
            + " bytes, which mDNS cannot carry");
    require(port >= 1 && port <= 65535, "port " + port + " is not from 1 to 65535");
    advertised = List.copyOf(advertised);
  }

  static boolean isNodeId(String text) {
    return NODE_ID.matcher(text).matches();
  }

  ServiceType type() {
    return ServiceType.of(serviceName);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
