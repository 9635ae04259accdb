package io.miso.node.mdns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** Settings and addresses for tests. */
final class TestSettings {
  static final String NODE_A = "a".repeat(32);
  static final String NODE_B = "b".repeat(32);
  static final String CLUSTER = "test";

  private TestSettings() {}

  static MdnsSettings node(
      String serviceName, String nodeId, String cluster, InetAddress bind, int port) {
    return node(serviceName, nodeId, cluster, bind, port, Duration.ofSeconds(1));
  }

  static MdnsSettings node(
      String serviceName,
      String nodeId,
      String cluster,
      InetAddress bind,
      int port,
      Duration firstLook) {
    return new MdnsSettings(
        serviceName, nodeId, "node", cluster, 1, bind, port, List.of(), firstLook);
  }

  static MdnsSettings advertising(InetAddress bind, List<InetAddress> advertised) {
    return new MdnsSettings(
        "miso-test.local",
        NODE_A,
        "node",
        CLUSTER,
        1,
        bind,
        5001,
        advertised,
        Duration.ofSeconds(1));
  }

  /** Of a literal. */
  static InetAddress ip(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }
}
