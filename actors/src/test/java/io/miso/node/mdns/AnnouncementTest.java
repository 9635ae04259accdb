package io.miso.node.mdns;

import static io.miso.node.mdns.TestSettings.CLUSTER;
import static io.miso.node.mdns.TestSettings.NODE_A;
import static io.miso.node.mdns.TestSettings.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnnouncementTest {
  private static final InetAddress ANY = ip("0.0.0.0");
  private static final InetAddress LINK = ip("10.0.0.1");

  @Test
  void text_namesClusterNodeAndProtocol() {
    assertThat(Announcement.text(TestSettings.advertising(ANY, List.of()), LINK))
        .containsExactlyInAnyOrderEntriesOf(Map.of(
            "txtvers", "1", "cluster", CLUSTER, "id", NODE_A, "protocol", "1", "name", "node"));
  }

  @Test
  void advertisedAddresses_areTold() {
    assertThat(Announcement.text(
            TestSettings.advertising(ANY, List.of(ip("192.0.2.1"), ip("2001:db8::1"))), LINK))
        .containsEntry("addr", "192.0.2.1,2001:db8:0:0:0:0:0:1");
  }

  @Test
  void boundAddressThatTheInterfaceDoesNotShow_isTold() {
    InetAddress loopback = ip("127.0.0.1");
    assertThat(Announcement.text(TestSettings.advertising(ip("127.0.0.2"), List.of()), loopback))
        .containsEntry("addr", "127.0.0.2");
    assertThat(Announcement.text(TestSettings.advertising(loopback, List.of()), loopback))
        .doesNotContainKey("addr");
  }

  @Test
  void everyPair_fitsOneTextString() {
    InetAddress longest = ip("2001:1111:2222:3333:4444:5555:6666:7777");
    MdnsSettings settings = new MdnsSettings(
        "miso-test.local",
        NODE_A,
        "😀".repeat(300),
        "c".repeat(200),
        1,
        ANY,
        5001,
        Collections.nCopies(9, longest),
        Duration.ofSeconds(1));
    Announcement.text(settings, LINK)
        .forEach((key, value) -> assertThat((key + "=" + value).getBytes(StandardCharsets.UTF_8))
            .hasSizeLessThanOrEqualTo(255));
  }

  @Test
  void whatCannotBeAnnounced_isRefusedAtOnce() {
    assertThatThrownBy(() -> TestSettings.node("x.local", "xyz", CLUSTER, ANY, 5001))
        .hasMessageContaining("xyz");
    assertThatThrownBy(() -> TestSettings.node("x.local", NODE_A, CLUSTER, ANY, 0))
        .hasMessageContaining("port");
    assertThatThrownBy(() -> TestSettings.node("x.local", NODE_A, "c".repeat(201), ANY, 1))
        .hasMessageContaining("cluster");
    assertThatThrownBy(() -> TestSettings.node("x.y.local", NODE_A, CLUSTER, ANY, 1))
        .hasMessageContaining("x.y.local");
  }
}
