package io.miso.node.mdns;

import static io.miso.node.mdns.TestSettings.CLUSTER;
import static io.miso.node.mdns.TestSettings.NODE_A;
import static io.miso.node.mdns.TestSettings.NODE_B;
import static io.miso.node.mdns.TestSettings.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import akka.actor.ActorSystem;
import akka.discovery.Discovery;
import akka.discovery.ServiceDiscovery;
import akka.discovery.ServiceDiscovery.ResolvedTarget;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.ConfigFactory;
import io.miso.node.ExpectedLog;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real multicast on the loopback interface, under a service name of each test's own. */
@Timeout(60)
class MdnsNodeTest {
  private static final InetAddress LOOPBACK = ip("127.0.0.1");
  private static final Found A = new Found(NODE_A, List.of(LOOPBACK), 40001);
  private static final Found B = new Found(NODE_B, List.of(LOOPBACK), 40002);

  private final String serviceName = "t-" + UUID.randomUUID().toString().substring(0, 8) + ".local";

  @Test
  void nodesOfOneClusterOnOneInterface_findEachOtherUntilTheGoodbye() throws Exception {
    assumeLoopbackCarriesMulticast();
    BlockingQueue<Set<Found>> seenByA = new LinkedBlockingQueue<>();
    BlockingQueue<Set<Found>> seenByB = new LinkedBlockingQueue<>();
    try (MdnsNode a = MdnsNode.start(settings(NODE_A, CLUSTER, 40001), seenByA::add);
        MdnsNode stranger = MdnsNode.start(settings("c".repeat(32), "other", 40003))) {
      try (MdnsNode b = MdnsNode.start(settings(NODE_B, CLUSTER, 40002), seenByB::add)) {
        assertThat(next(seenByA)).containsExactly(B);
        assertThat(next(seenByB)).containsExactly(A);
        assertThat(a.found()).containsExactly(B);
        assertThat(b.found()).containsExactly(A);
      }
      assertThat(next(seenByA)).isEmpty();
      assertThat(stranger.found()).isEmpty();
    }
  }

  @Test
  void lookupOfAkkaDiscovery_answersWithThePeersAddresses() throws Exception {
    assumeLoopbackCarriesMulticast();
    ActorSystem system = ActorSystem.create(
        "mdns",
        ConfigFactory.parseString(
                "akka.discovery.miso-mdns.class = \"" + MdnsServiceDiscovery.class.getName() + '"')
            .withFallback(ConfigFactory.load()));
    try {
      BlockingQueue<Set<Found>> seen = new LinkedBlockingQueue<>();
      MdnsExtension.get(system).start(settings(NODE_A, CLUSTER, 40001), seen::add);
      ServiceDiscovery discovery = Discovery.get(system).loadServiceDiscovery("miso-mdns");
      try (MdnsNode b = MdnsNode.start(settings(NODE_B, CLUSTER, 40002))) {
        assertThat(next(seen)).containsExactly(B);
        assertThat(b.firstLook().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
        List<ResolvedTarget> targets = discovery
            .lookup(serviceName, Duration.ofSeconds(5))
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS)
            .getAddresses();
        assertThat(targets).hasSize(1);
        assertThat(targets.get(0).host()).isEqualTo("127.0.0.1");
        assertThat(targets.get(0).getPort()).contains(40002);
        assertThat(targets.get(0).getAddress()).contains(LOOPBACK);
      }
      assertThat(
              discovery.lookup("never-started.local", Duration.ofSeconds(1)).toCompletableFuture())
          .failsWithin(Duration.ofSeconds(5))
          .withThrowableOfType(ExecutionException.class)
          .withMessageContaining("_never-started._tcp.local.");
    } finally {
      TestKit.shutdownActorSystem(system);
    }
  }

  @Test
  void addressThatNoInterfaceHas_turnsItOffAndNothingElse() throws Exception {
    MdnsSettings settings =
        TestSettings.node(serviceName, NODE_A, CLUSTER, ip("192.0.2.77"), 40001);
    ExpectedLog.of(
        () -> {
          try (MdnsNode node = MdnsNode.start(settings)) {
            assertThat(node.firstLook().toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(10));
            assertThat(node.found()).isEmpty();
          }
        },
        "no interface has the address 192.0.2.77");
  }

  @Test
  void closedNode_saysSoToWhoeverWaits() {
    MdnsNode node = MdnsNode.start(settings(NODE_A, CLUSTER, 40001));
    node.close();
    node.close();
    assertThat(node.firstLook().toCompletableFuture()).isCompleted();
    assertThat(node.found()).isEmpty();
  }

  private MdnsSettings settings(String nodeId, String cluster, int port) {
    return TestSettings.node(serviceName, nodeId, cluster, LOOPBACK, port);
  }

  private static Set<Found> next(BlockingQueue<Set<Found>> seen) throws InterruptedException {
    Set<Found> next = seen.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("a change within 20 s").isNotNull();
    return next == null ? Set.of() : next;
  }

  /** Some sandboxes drop it; there is nothing to test then. Plain sockets, so that JmDNS cannot excuse itself. */
  private static void assumeLoopbackCarriesMulticast() throws IOException {
    InetAddress group = ip("224.0.0.251");
    NetworkInterface lo = NetworkInterface.getByInetAddress(LOOPBACK);
    boolean heard;
    try (MulticastSocket socket = new MulticastSocket(0)) {
      socket.setSoTimeout(2000);
      socket.setNetworkInterface(lo);
      socket.joinGroup(new InetSocketAddress(group, 0), lo);
      socket.send(new DatagramPacket(new byte[1], 1, group, socket.getLocalPort()));
      socket.receive(new DatagramPacket(new byte[1], 1));
      heard = true;
    } catch (IOException e) {
      heard = false;
    }
    assumeTrue(heard, "multicast on loopback");
  }
}
