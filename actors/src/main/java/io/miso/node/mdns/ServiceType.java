package io.miso.node.mdns;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A DNS-SD service type over TCP in the link-local domain (RFC 6763, section 7). */
record ServiceType(String label) {
  private static final Pattern NAME = Pattern.compile(
      "(?:_(?<full>[^.]*)\\._tcp|(?<plain>[^._][^.]*))(?:\\.local)?\\.?", Pattern.CASE_INSENSITIVE);
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,60}[A-Za-z0-9])?");

  /**
   * The type that a configured name stands for: {@code X.local}, {@code X} and {@code _X._tcp.local} are one.
   *
   * @throws IllegalArgumentException where X is not one DNS label of letters, digits and hyphens
   */
  static ServiceType of(String serviceName) {
    Matcher name = NAME.matcher(serviceName.strip());
    String label = "";
    if (name.matches()) {
      String full = name.group("full");
      label = full != null ? full : name.group("plain");
    }
    if (!LABEL.matcher(label).matches()) {
      throw new IllegalArgumentException(
          "mDNS service name '"
              + serviceName
              + "' (MISO_MIDDLEWARE_DISCOVERY_MDNS_SVC_NAME) is not of the form X.local, X being at most 62 letters, digits and hyphens");
    }
    return new ServiceType(label);
  }

  /** Fully qualified, with the final dot. */
  String qualified() {
    return "_" + label + "._tcp.local.";
  }
}
