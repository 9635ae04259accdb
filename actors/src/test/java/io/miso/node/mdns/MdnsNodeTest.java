package io.miso.node.mdns;

import static io.miso.node.mdns.TestSettings.CLUSTER;
import static io.miso.node.mdns.TestSettings.NODE_A;
import static io.miso.node.mdns.TestSettings.NODE_B;
import static io.miso.node.mdns.TestSettings.ip;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystem;
import akka.discovery.Discovery;
import akka.discovery.ServiceDiscovery;
import akka.discovery.ServiceDiscovery.ResolvedTarget;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.ConfigFactory;
import io.miso.node.ExpectedLog;
import java.net.InetAddress;
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
    LoopbackMulticast.assume();
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

  /** JmDNS by itself announces and answers only after four seconds. */
  @Test
  void nodesThatStartTogether_seeEachOtherInTheirFirstLook() throws Exception {
    LoopbackMulticast.assume();
    Duration window = Duration.ofSeconds(3);
    try (MdnsNode a = MdnsNode.start(settings(NODE_A, CLUSTER, 40001, window));
        MdnsNode b = MdnsNode.start(settings(NODE_B, CLUSTER, 40002, window))) {
      assertThat(a.firstLook().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
      assertThat(b.firstLook().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
      assertThat(a.found()).containsExactly(B);
      assertThat(b.found()).containsExactly(A);
    }
  }

  /** Closing JmDNS takes two seconds, and a process that leaves does not wait for that. */
  @Test
  void leavingNode_hasSaidGoodbyeBeforeItsLinksAreClosed() throws Exception {
    LoopbackMulticast.assume();
    BlockingQueue<Set<Found>> seenByA = new LinkedBlockingQueue<>();
    try (MdnsNode a = MdnsNode.start(settings(NODE_A, CLUSTER, 40001), seenByA::add);
        MdnsNode b = MdnsNode.start(settings(NODE_B, CLUSTER, 40002))) {
      assertThat(next(seenByA)).containsExactly(B);
      assertThat(b.leave().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(1));
      assertThat(next(seenByA)).isEmpty();
      assertThat(a.found()).isEmpty();
    }
  }

  @Test
  void lookupOfAkkaDiscovery_answersWithThePeersAddresses() throws Exception {
    LoopbackMulticast.assume();
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

  private MdnsSettings settings(String nodeId, String cluster, int port, Duration window) {
    return TestSettings.node(serviceName, nodeId, cluster, LOOPBACK, port, window);
  }

  private static Set<Found> next(BlockingQueue<Set<Found>> seen) throws InterruptedException {
    Set<Found> next = seen.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("a change within 20 s").isNotNull();
    return next == null ? Set.of() : next;
  }
}
