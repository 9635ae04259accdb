package io.miso.node.mdns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where to speak mDNS: on the interfaces through which the gRPC server can be reached.
 *
 * @param links one for each interface and address family
 * @param remark what the operator should know: why there are none, or not all
 */
record LinkChoice(List<Link> links, Optional<String> remark) {
  /** A host of many containers has hundreds of interfaces, and each link costs four threads. */
  static final int MAX_LINKS = 16;

  /** An interface and the address on it that is announced there; in the order in which to dial. */
  record Link(String interfaceName, InetAddress address) implements Comparable<Link> {
    private static final Comparator<Link> ORDER = Comparator.<Link, Boolean>comparing(
            link -> link.address.isLinkLocalAddress())
        .thenComparing(link -> link.address instanceof Inet6Address)
        .thenComparing(Link::toString);

    @Override
    public int compareTo(Link other) {
      return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
      return interfaceName + " (" + IpLiteral.format(address) + ")";
    }
  }

  LinkChoice {
    links = List.copyOf(links);
  }

  static LinkChoice of(InetAddress bind, List<HostInterface> interfaces) {
    if (bind.isAnyLocalAddress()) {
      return everywhere(interfaces);
    }
    return bind.isLoopbackAddress() ? onLoopback(bind, interfaces) : onOne(bind, interfaces);
  }

  /** A server on either wildcard answers IPv4 and IPv6: Java's server sockets are dual. */
  private static LinkChoice everywhere(List<HostInterface> interfaces) {
    List<Link> links = new ArrayList<>();
    for (HostInterface each : interfaces) {
      if (each.up() && each.multicast() && !each.loopback() && !each.pointToPoint()) {
        best(each, Inet4Address.class).ifPresent(links::add);
        best(each, Inet6Address.class).ifPresent(links::add);
      }
    }
    if (links.isEmpty()) {
      return refused(
          "off: no interface that can do multicast is up; those that come up will be used");
    }
    links.sort(null);
    return links.size() <= MAX_LINKS
        ? new LinkChoice(links, Optional.empty())
        : new LinkChoice(
            links.subList(0, MAX_LINKS),
            Optional.of("of " + links.size() + " interface addresses the first " + MAX_LINKS
                + " are used"));
  }

  /** All of 127.0.0.0/8 is local but the interface has one address, and sockets are told interfaces by address. */
  private static LinkChoice onLoopback(InetAddress bind, List<HostInterface> interfaces) {
    return interfaces.stream()
        .filter(each -> each.up() && each.loopback())
        .flatMap(each -> exactOrBest(each, bind))
        .findFirst()
        .map(link -> new LinkChoice(List.of(link), Optional.empty()))
        .orElseGet(() -> refused("off: no loopback interface is up for " + IpLiteral.format(bind)));
  }

  private static Stream<Link> exactOrBest(HostInterface loopback, InetAddress bind) {
    return loopback.addresses().contains(bind)
        ? Stream.of(new Link(loopback.name(), bind))
        : best(loopback, bind.getClass()).stream();
  }

  private static LinkChoice onOne(InetAddress bind, List<HostInterface> interfaces) {
    Optional<HostInterface> holder =
        interfaces.stream().filter(each -> each.addresses().contains(bind)).findFirst();
    if (holder.isEmpty()) {
      return refused("off: no interface has the address " + IpLiteral.format(bind));
    }
    HostInterface one = holder.get();
    if (!one.up() || !one.multicast()) {
      return refused(
          "off: interface " + one.name() + (one.up() ? " has no multicast" : " is down"));
    }
    return new LinkChoice(List.of(new Link(one.name(), bind)), Optional.empty());
  }

  private static LinkChoice refused(String reason) {
    return new LinkChoice(List.of(), Optional.of(reason));
  }

  private static Optional<Link> best(HostInterface on, Class<? extends InetAddress> family) {
    return on.addresses().stream()
        .filter(family::isInstance)
        .min(Comparator.comparing(InetAddress::isLinkLocalAddress))
        .map(address -> new Link(on.name(), address));
  }
}
