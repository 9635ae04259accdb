package io.miso.node.mdns;

import static io.miso.node.mdns.TestSettings.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.miso.node.mdns.LinkChoice.Link;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinkChoiceTest {
  private static final HostInterface LO =
      new HostInterface("lo", true, true, false, false, ips("127.0.0.1", "::1"));
  private static final HostInterface ETH = new HostInterface(
      "eth0", true, false, false, true, ips("fe80::1", "2001:db8::1", "10.0.0.1", "10.0.0.9"));
  private static final HostInterface WLAN =
      new HostInterface("wlan0", true, false, false, true, ips("fe80::2"));
  private static final HostInterface DOWN =
      new HostInterface("eth1", false, false, false, true, ips("10.1.0.1"));
  private static final HostInterface TUNNEL =
      new HostInterface("tun0", true, false, true, true, ips("10.2.0.1"));
  private static final HostInterface DEAF =
      new HostInterface("wg0", true, false, false, false, ips("10.3.0.1"));
  private static final List<HostInterface> HOST = List.of(LO, ETH, WLAN, DOWN, TUNNEL, DEAF);

  @Test
  void wildcard_usesEveryMulticastInterfaceInBothFamilies() {
    List<Link> expected = List.of(
        new Link("eth0", ip("10.0.0.1")),
        new Link("eth0", ip("2001:db8::1")),
        new Link("wlan0", ip("fe80::2")));
    assertThat(LinkChoice.of(ip("0.0.0.0"), HOST).links()).isEqualTo(expected);
    assertThat(LinkChoice.of(ip("::"), HOST).links()).isEqualTo(expected);
  }

  @Test
  void concreteAddress_usesItsInterfaceAlone() {
    assertThat(LinkChoice.of(ip("10.0.0.9"), HOST).links())
        .containsExactly(new Link("eth0", ip("10.0.0.9")));
  }

  @Test
  void loopback_isUsedThoughItClaimsNoMulticast() {
    Link four = new Link("lo", ip("127.0.0.1"));
    assertThat(LinkChoice.of(ip("127.0.0.1"), HOST).links()).containsExactly(four);
    assertThat(LinkChoice.of(ip("127.1.2.3"), HOST).links()).containsExactly(four);
    assertThat(LinkChoice.of(ip("::1"), HOST).links()).containsExactly(new Link("lo", ip("::1")));
  }

  @Test
  void whatCannotWork_isSaid() {
    assertThat(LinkChoice.of(ip("10.3.0.1"), HOST).remark())
        .contains("off: interface wg0 has no multicast");
    assertThat(LinkChoice.of(ip("10.1.0.1"), HOST).remark())
        .contains("off: interface eth1 is down");
    assertThat(LinkChoice.of(ip("10.9.9.9"), HOST).remark())
        .contains("off: no interface has the address 10.9.9.9");
    assertThat(LinkChoice.of(ip("127.0.0.1"), List.of(ETH)).remark()).isPresent();
    assertThat(LinkChoice.of(ip("0.0.0.0"), List.of(LO, DOWN)).remark()).isPresent();
  }

  @Test
  void links_areBounded() {
    List<HostInterface> many = IntStream.range(0, 40)
        .mapToObj(number ->
            new HostInterface("veth" + number, true, false, false, true, ips("fe80::" + number)))
        .toList();
    LinkChoice choice = LinkChoice.of(
        ip("0.0.0.0"), Stream.concat(many.stream(), Stream.of(ETH)).toList());
    assertThat(choice.links())
        .hasSize(LinkChoice.MAX_LINKS)
        .startsWith(new Link("eth0", ip("10.0.0.1")));
    assertThat(choice.remark()).isPresent();
  }

  private static List<InetAddress> ips(String... literals) {
    return Stream.of(literals).map(TestSettings::ip).toList();
  }
}
