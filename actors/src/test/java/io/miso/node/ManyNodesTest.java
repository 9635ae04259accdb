package io.miso.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.japi.function.Creator;
import io.miso.crdt.CrdtType;
import io.miso.crdt.PNCounter;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.node.v1.PeerStatus.Reachability;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole nodes with real sockets between them, all in this JVM. {@code -Dmiso.nodes} takes another number. */
final class ManyNodesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int NODES = Integer.getInteger("miso.nodes", 20);
  private static final CrdtKey COUNTER =
      new CrdtKey(ObjectKey.defaultOf("f"), "counter", CrdtType.PNCOUNTER);

  private final List<MisoNode> nodes = new ArrayList<>();

  @AfterEach
  void stop() {
    nodes.parallelStream().forEach(MisoNode::close);
  }

  @Test
  void manyNodes_form_converge_andStayTogether() throws Exception {
    nodes.add(node(""));
    String seed = nodes.get(0).host() + ":" + nodes.get(0).port();
    for (int i = 1; i < NODES; i++) {
      nodes.add(node(seed));
    }

    for (MisoNode node : nodes) {
      add(node);
    }
    await(() -> {
      for (MisoNode node : nodes) {
        assertThat(reachable(node)).isEqualTo(NODES - 1L);
        assertThat(counter(node)).isEqualTo(NODES);
      }
      return null;
    });
    for (int round = 0; round < 5; round++) {
      for (MisoNode node : nodes) {
        add(node);
      }
    }

    await(() -> {
      for (MisoNode node : nodes) {
        assertThat(counter(node)).isEqualTo(6L * NODES);
      }
      return null;
    });
    for (MisoNode node : nodes) {
      assertThat(reachable(node)).isEqualTo(NODES - 1L);
    }
  }

  private void await(Creator<Void> claims) {
    TestProbe.create(nodes.get(0).system()).awaitAssert(PATIENCE, claims);
  }

  private static MisoNode node(String seed) {
    return MisoNode.start(TestNodes.settings("grpc.port = 0\ndiscovery.methods = [config]\n"
        + "discovery.seeds = ["
        + (seed.isEmpty() ? "" : "\"" + seed + "\"")
        + "]"));
  }

  private static void add(MisoNode node) throws Exception {
    Outcome outcome = node.operations()
        .update(COUNTER, new Update.CounterAdd(1))
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
  }

  private static long counter(MisoNode node) throws Exception {
    Outcome outcome =
        node.operations().read(COUNTER).toCompletableFuture().get(30, TimeUnit.SECONDS);
    return ((PNCounter) ((Outcome.Done) outcome).state()).value();
  }

  private static long reachable(MisoNode node) throws Exception {
    return node
        .operations()
        .status()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS)
        .getPeersList()
        .stream()
        .map(PeerStatus::getReachability)
        .filter(Reachability.REACHABLE::equals)
        .count();
  }
}
