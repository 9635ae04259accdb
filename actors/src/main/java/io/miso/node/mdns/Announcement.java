package io.miso.node.mdns;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The TXT record of a node (RFC 6763, section 6): its keys, and what this node puts there. */
final class Announcement {
  static final String TEXT_VERSION = "txtvers";
  static final String CLUSTER = "cluster";
  static final String NODE_ID = "id";
  static final String PROTOCOL = "protocol";
  static final String NODE_NAME = "name";
  static final String ADDRESSES = "addr";
  static final List<String> KEYS =
      List.of(TEXT_VERSION, CLUSTER, NODE_ID, PROTOCOL, NODE_NAME, ADDRESSES);

  /** Four full IPv6 addresses keep the pair below the 255 bytes of one TXT string. */
  static final int MAX_ADDRESSES = 4;

  private static final int MAX_NAME_CODE_POINTS = 50;

  private Announcement() {}

  /**
   * @param link the address that the A or AAAA record of this link carries
   */
  static Map<String, String> text(MdnsSettings settings, InetAddress link) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put(TEXT_VERSION, "1");
    text.put(CLUSTER, settings.cluster());
    text.put(NODE_ID, settings.nodeId());
    text.put(PROTOCOL, Integer.toString(settings.protocolVersion()));
    text.put(NODE_NAME, shortened(settings.nodeName()));
    List<InetAddress> addresses = addresses(settings, link);
    if (!addresses.isEmpty()) {
      text.put(
          ADDRESSES,
          addresses.stream()
              .limit(MAX_ADDRESSES)
              .map(IpLiteral::format)
              .collect(Collectors.joining(",")));
    }
    return text;
  }

  /** In place of the address records, where these are wrong: JmDNS announces the address of the interface alone. */
  private static List<InetAddress> addresses(MdnsSettings settings, InetAddress link) {
    if (!settings.advertised().isEmpty()) {
      return settings.advertised();
    }
    InetAddress bind = settings.bind();
    return bind.isAnyLocalAddress() || bind.equals(link) ? List.of() : List.of(bind);
  }

  private static String shortened(String name) {
    return name.codePointCount(0, name.length()) <= MAX_NAME_CODE_POINTS
        ? name
        : name.substring(0, name.offsetByCodePoints(0, MAX_NAME_CODE_POINTS));
  }
}
