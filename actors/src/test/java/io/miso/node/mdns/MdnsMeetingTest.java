package io.miso.node.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import io.miso.node.MisoNode;
import io.miso.node.TestNodes;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole nodes on loopback that know of each other by mDNS alone. */
@Timeout(60)
class MdnsMeetingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String service = "t-" + UUID.randomUUID().toString().substring(0, 8) + ".local";

  /** The next regular look would be an hour later. */
  @Test
  void peerThatIsSeenAfterTheFirstLook_isDialledAtOnce() throws Exception {
    LoopbackMulticast.assume();
    try (MisoNode first = start()) {
      first.firstRound().toCompletableFuture().join();
      try (MisoNode second = start()) {
        awaitPeer(first, second);
        awaitPeer(second, first);
      }
    }
  }

  private MisoNode start() {
    return MisoNode.start(TestNodes.settings("""
        grpc.port = 0
        discovery.methods = [mdns]
        discovery.interval = 1 hour
        discovery.mdns.service-name = "%s"
        discovery.mdns.resolve-timeout = 1 ms
        """.formatted(service)));
  }

  private static void awaitPeer(MisoNode node, MisoNode peer) {
    TestProbe.create(node.system()).awaitAssert(PATIENCE, () -> {
      assertThat(node.operations().status().toCompletableFuture().join().getPeersList())
          .extracting(peerStatus -> peerStatus.getNode().getNodeId())
          .containsExactly(peer.nodeId());
      return null;
    });
  }
}
