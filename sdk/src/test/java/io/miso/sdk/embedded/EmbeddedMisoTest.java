package io.miso.sdk.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.ConfigFactory;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.node.MisoNode;
import io.miso.node.settings.NodeSettings;
import io.miso.sdk.Miso;
import io.miso.sdk.MisoException;
import io.miso.sdk.PNCounter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class EmbeddedMisoTest {

  @Test
  void environment_setsTheNodeAndLeavesThePortFree() {
    NodeSettings settings =
        EmbeddedMiso.settings(Map.of("MISO_NODE_NAME", "edge-1", "MISO_SEEDS", "10.0.0.7:5001"));

    assertThat(settings.nodeName()).isEqualTo("edge-1");
    assertThat(settings.grpcPort()).isZero();
    assertThat(settings.discovery().seeds()).hasSize(1);
    assertThat(EmbeddedMiso.settings(Map.of("MISO_GRPC_PORT", "6001")).grpcPort())
        .isEqualTo(6001);
  }

  @Test
  void closingAMisoOverARunningNode_leavesTheNodeAlone() {
    try (MisoNode node = MisoNode.start(alone())) {
      Miso first = EmbeddedMiso.of(node, "sums");
      first.statefulObject().getPNCounter("sum").add(1);
      first.close();

      try (Miso second = EmbeddedMiso.of(node, "sums")) {
        assertThat(second.statefulObject().getPNCounter("sum").getValue()).isEqualTo(1);
      }
    }
  }

  @Test
  void closingAMisoThatStartedItsNode_stopsTheNode() {
    try (MisoNode other = MisoNode.start(alone())) {
      NodeSettings settings = NodeSettings.from(ConfigFactory.parseMap(Map.of(
              "miso.grpc.port", 0,
              "miso.discovery.methods", List.of("config"),
              "miso.discovery.seeds", List.of("127.0.0.1:" + other.port())))
          .withFallback(ConfigFactory.load()));
      Miso miso = EmbeddedMiso.start(settings, "sums");
      PNCounter sum = miso.statefulObject().getPNCounter("sum");
      assertThat(sum.add(1)).isEqualTo(1);
      awaitPeer(other, true);
      miso.close();

      awaitPeer(other, false);
      assertThatExceptionOfType(IllegalStateException.class).isThrownBy(sum::getValue);
    }
  }

  @Test
  void nodeThatLeaves_refusesWithNothingApplied() {
    MisoNode node = MisoNode.start(alone());
    Miso miso = EmbeddedMiso.of(node, "sums");
    PNCounter sum = miso.statefulObject().getPNCounter("sum");
    sum.add(1);
    node.close();

    assertThatExceptionOfType(MisoException.Unavailable.class).isThrownBy(() -> sum.add(1));
  }

  @Test
  void functionWithoutAName_isInvalidBeforeANodeStarts() {
    assertThatExceptionOfType(MisoException.InvalidRequest.class)
        .isThrownBy(() -> EmbeddedMiso.start(alone(), ""))
        .returns("MISO_FUNCTION_NAME", MisoException.InvalidRequest::field);
  }

  private static void awaitPeer(MisoNode node, boolean reachable) {
    long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (hasReachablePeer(node) != reachable) {
      assertThat(System.nanoTime()).as("the other node comes or goes").isLessThan(giveUp);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private static boolean hasReachablePeer(MisoNode node) {
    return node.operations().status().toCompletableFuture().join().getPeersList().stream()
        .anyMatch(peer -> peer.getReachability() == PeerStatus.Reachability.REACHABLE);
  }

  private static NodeSettings alone() {
    return NodeSettings.from(ConfigFactory.parseMap(
            Map.of("miso.grpc.port", 0, "miso.discovery.methods", List.of("config")))
        .withFallback(ConfigFactory.load()));
  }
}
