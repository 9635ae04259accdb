package io.miso.node.mdns;

import static io.miso.node.mdns.TestSettings.CLUSTER;
import static io.miso.node.mdns.TestSettings.NODE_A;
import static io.miso.node.mdns.TestSettings.NODE_B;
import static io.miso.node.mdns.TestSettings.ip;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PeerFilterTest {
  private static final InetAddress ADDRESS = ip("10.0.0.2");
  private static final Map<String, String> TEXT =
      Map.of("cluster", CLUSTER, "id", NODE_B, "protocol", "1");

  private final PeerFilter filter = new PeerFilter(CLUSTER, NODE_A);

  @Test
  void nodeOfTheCluster_isFoundWithAllItsAddresses() {
    InetAddress six = ip("2001:db8::2");
    assertThat(filter.peer(new Instance(TEXT, List.of(ADDRESS, six), 5001, false)))
        .contains(new Found(NODE_B, List.of(ADDRESS, six), 5001));
  }

  static Stream<Instance> strangers() {
    List<InetAddress> addresses = List.of(ADDRESS);
    return Stream.of(
        new Instance(Map.of("cluster", CLUSTER, "id", NODE_A), addresses, 5001, false),
        new Instance(Map.of("cluster", "other", "id", NODE_B), addresses, 5001, false),
        new Instance(Map.of("id", NODE_B), addresses, 5001, false),
        new Instance(Map.of("cluster", CLUSTER), addresses, 5001, false),
        new Instance(Map.of("cluster", CLUSTER, "id", "B".repeat(32)), addresses, 5001, false),
        new Instance(Map.of(), addresses, 5001, false),
        new Instance(TEXT, addresses, 0, false),
        new Instance(TEXT, addresses, 65536, false),
        new Instance(TEXT, List.of(), 5001, false),
        new Instance(TEXT, List.of(ip("0.0.0.0"), ip("224.0.0.1")), 5001, false));
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void itselfOthersAndNonsense_areLeftOut(Instance stranger) {
    assertThat(filter.peer(stranger)).isEmpty();
  }

  @Test
  void toldAddresses_replaceThoseOfTheRecords() {
    assertThat(filter.peer(telling("192.0.2.1, 192.0.2.2", false)).orElseThrow().addresses())
        .containsExactly(ip("192.0.2.1"), ip("192.0.2.2"));
  }

  @Test
  void toldNonsense_leavesTheRecords() {
    assertThat(
            filter.peer(telling("example.org,,0.0.0.0,::", false)).orElseThrow().addresses())
        .containsExactly(ADDRESS);
  }

  @Test
  void loopbackAddresses_countOnLoopbackAlone() {
    assertThat(filter.peer(telling("127.0.0.1", false)).orElseThrow().addresses())
        .containsExactly(ADDRESS);
    assertThat(filter.peer(telling("127.0.0.3", true)).orElseThrow().addresses())
        .containsExactly(ip("127.0.0.3"));
    assertThat(filter.peer(new Instance(TEXT, List.of(ADDRESS), 5001, true))).isEmpty();
  }

  @Test
  void sightingsOfOneNode_areOnePeer() {
    Found one = new Found(NODE_B, List.of(ip("10.0.0.2")), 5001);
    Found again = new Found(NODE_B, List.of(ip("10.0.0.2"), ip("2001:db8::2")), 5001);
    Found moved = new Found(NODE_B, List.of(ip("10.0.0.2")), 5002);
    assertThat(PeerFilter.merged(List.of(one, again, moved))).containsExactly(again, moved);
  }

  @Test
  void peers_areBounded() {
    List<Found> many = IntStream.range(0, 2 * PeerFilter.MAX_PEERS)
        .mapToObj(number -> new Found("%032x".formatted(number), List.of(ADDRESS), 5001))
        .toList();
    assertThat(PeerFilter.merged(many))
        .hasSize(PeerFilter.MAX_PEERS)
        .startsWith(many.get(0), many.get(1));
  }

  private static Instance telling(String addresses, boolean loopback) {
    return new Instance(
        Map.of("cluster", CLUSTER, "id", NODE_B, "addr", addresses),
        List.of(ADDRESS),
        5001,
        loopback);
  }
}
