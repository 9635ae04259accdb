package io.miso.node.mdns;

import io.miso.node.mdns.LinkChoice.Link;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import javax.jmdns.impl.JmDNSImpl;
import javax.jmdns.impl.ServiceInfoImpl;
import javax.jmdns.impl.constants.DNSConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One JmDNS on one link: announces the node there and collects what others announce. Used by one thread. */
final class JmdnsLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JmdnsLink.class);
  private static final String TTL = "net.dns.ttl";

  static {
    // JmDNS keeps and announces records for an hour unless told otherwise before its first use: a
    // killed node
    // would stand for that long. RFC 6762, section 10, recommends 120 seconds, and JmDNS renews at
    // half of it.
    if (System.getProperty(TTL) == null) {
      System.setProperty(TTL, "120");
    }
  }

  private final JmDNSImpl jmdns;
  private final String type;
  private final Link link;
  private final Greeting greeting;
  private boolean seenBroken;

  private JmdnsLink(JmDNSImpl jmdns, ServiceInfoImpl own, Link link) {
    this.jmdns = jmdns;
    this.type = own.getType();
    this.link = link;
    this.greeting = new Greeting(jmdns, own);
  }

  /**
   * Opens the sockets; JmDNS's probing and announcing go on behind, for about five seconds.
   *
   * @param onChange told, by a thread of JmDNS, that a look may show something else
   */
  static JmdnsLink open(Link link, MdnsSettings settings, Runnable onChange) throws IOException {
    String type = settings.type().qualified();
    // The interface is part of the names, so that two interfaces on one segment do not contend for
    // them.
    String suffix = "-" + link.interfaceName().replaceAll("[^A-Za-z0-9]", "-");
    String host = "miso-" + settings.nodeId().substring(0, 12) + suffix;
    requireMulticast(link);
    JmDNSImpl jmdns = (JmDNSImpl) JmDNS.create(named(link.address(), host), host);
    ServiceInfoImpl own = (ServiceInfoImpl) ServiceInfo.create(
        type,
        settings.nodeId() + suffix,
        settings.port(),
        0,
        0,
        Announcement.text(settings, link.address()));
    JmdnsLink opened = new JmdnsLink(jmdns, own, link);
    try {
      jmdns.addServiceListener(type, new ChangeListener(onChange));
      jmdns.registerService(own);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  /** Sends an empty query. JmDNS would learn by itself that it cannot send, but again and again and with stack traces. */
  private static void requireMulticast(Link link) throws IOException {
    NetworkInterface nif = NetworkInterface.getByName(link.interfaceName());
    if (nif == null) {
      throw new IOException("the interface is gone");
    }
    InetAddress group = InetAddress.getByName(
        link.address() instanceof Inet6Address
            ? DNSConstants.MDNS_GROUP_IPV6
            : DNSConstants.MDNS_GROUP);
    byte[] emptyQuery = new byte[12];
    try (MulticastSocket socket = new MulticastSocket()) {
      socket.setNetworkInterface(nif);
      socket.send(new DatagramPacket(emptyQuery, emptyQuery.length, group, DNSConstants.MDNS_PORT));
    }
  }

  /** With a name in place the address is never looked up in reverse, which JmDNS would do and wait for. */
  private static InetAddress named(InetAddress address, String host) throws UnknownHostException {
    if (address instanceof Inet6Address six) {
      NetworkInterface scope = six.getScopedInterface();
      return scope == null
          ? Inet6Address.getByAddress(host, six.getAddress(), six.getScopeId())
          : Inet6Address.getByAddress(host, six.getAddress(), scope);
    }
    return InetAddress.getByAddress(host, address.getAddress());
  }

  /**
   * What is resolved now. Drops what has expired or said goodbye, which JmDNS by itself does every ten seconds. Waits
   * a fifth of a second while nothing at all is known.
   */
  List<Instance> look() {
    return Stream.of(jmdns.list(type, 1))
        .filter(ServiceInfo::hasData)
        .map(this::instance)
        .toList();
  }

  /** Asks, and says that this node is there. JmDNS does both later, see {@link Greeting}. */
  void greet() {
    sending(() -> {
      greeting.ask();
      greeting.announce();
    });
  }

  /** Asks again: JmDNS itself asks three times when it starts, and then only for records about to expire. */
  void ask() {
    sending(greeting::ask);
  }

  /** Says goodbye, at once; what {@link #close} sends later makes up for a loss. */
  void sayGoodbye() {
    sending(greeting::leave);
  }

  /** JmDNS notices by itself that it cannot send, which {@link #staysBroken} shows. */
  private void sending(Sending sending) {
    try {
      sending.send();
    } catch (IOException e) {
      LOG.debug("nothing was sent on {}", link, e);
    }
  }

  /** Whether it was out of order now and the last time: JmDNS gives up after some failures to send. */
  boolean staysBroken() {
    boolean before = seenBroken;
    seenBroken = cancelled() || jmdns.isClosing() || jmdns.isClosed();
    return before && seenBroken;
  }

  /** Says goodbye twice and closes the socket; takes about two seconds, more on a broken link. */
  @Override
  public void close() {
    if (cancelled() && !jmdns.isClosing() && !jmdns.isClosed()) {
      // A failed recovery leaves it cancelled, and then closing would neither close its socket
      // nor stop its threads.
      jmdns.recoverState();
    }
    jmdns.close();
  }

  private boolean cancelled() {
    return jmdns.isCanceling() || jmdns.isCanceled();
  }

  private Instance instance(ServiceInfo info) {
    Map<String, String> text = new HashMap<>();
    for (String key : Announcement.KEYS) {
      String value = info.getPropertyString(key);
      if (value != null) {
        text.put(key, value);
      }
    }
    return new Instance(text, addresses(info), info.getPort(), link.address().isLoopbackAddress());
  }

  private List<InetAddress> addresses(ServiceInfo info) {
    List<InetAddress> addresses = new ArrayList<>(List.of(info.getInet4Addresses()));
    for (Inet6Address six : info.getInet6Addresses()) {
      addresses.add(six.isLinkLocalAddress() ? scoped(six) : six);
    }
    return addresses;
  }

  /** A link-local address says nothing without the interface it was heard on. */
  private InetAddress scoped(Inet6Address six) {
    try {
      NetworkInterface here = NetworkInterface.getByName(link.interfaceName());
      return here == null ? six : Inet6Address.getByAddress(null, six.getAddress(), here);
    } catch (IOException e) {
      return six;
    }
  }

  private interface Sending {
    void send() throws IOException;
  }

  private record ChangeListener(Runnable onChange) implements ServiceListener {
    @Override
    public void serviceAdded(ServiceEvent event) {
      onChange.run();
    }

    @Override
    public void serviceRemoved(ServiceEvent event) {
      onChange.run();
    }

    @Override
    public void serviceResolved(ServiceEvent event) {
      onChange.run();
    }
  }
}
