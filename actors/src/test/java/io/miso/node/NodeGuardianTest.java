package io.miso.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import io.miso.crdt.CrdtType;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.NodeLeftException;
import io.miso.node.operation.NodeOperations;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Update;
import io.miso.node.replication.PeerStream;
import io.miso.node.replication.PeerTransport;
import io.miso.node.replication.StreamHandler;
import io.miso.node.settings.NodeSettings.Seed;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A node as a whole, without peers. */
final class NodeGuardianTest {
  @RegisterExtension
  static final ActorTestKitExtension KIT = new ActorTestKitExtension();

  private static final ObjectKey OBJECT = ObjectKey.defaultOf("f");
  private static final CrdtKey COUNTER = new CrdtKey(OBJECT, "counter", CrdtType.PNCOUNTER);

  @Test
  void discoveryThatFails_endsTheNode() throws Exception {
    ExpectedLog.of(
        () -> {
          ActorRef<Object> guardian =
              KIT.spawn(NodeGuardian.create(assembly(new Alone(true)), new CompletableFuture<>()));

          KIT.probe().expectTerminated(guardian);
        },
        "the transport is broken",
        "overlay/nodes",
        "overlay#");
  }

  @Test
  void nodeThatIsLeaving_refusesEveryOperation_insteadOfLeavingItOpen() throws Exception {
    NodeAssembly node = assembly(new Alone(false));
    CompletableFuture<NodeGuardian.Started> started = new CompletableFuture<>();
    KIT.spawn(NodeGuardian.create(node, started));
    NodeGuardian.Started actors = started.get(5, TimeUnit.SECONDS);
    LocalOperations operations =
        new LocalOperations(node, actors, new StatusReport(node, actors.peers(), "here"));
    Update add = new Update.CounterAdd(1);
    assertThat(operations.update(COUNTER, add).toCompletableFuture().get(5, TimeUnit.SECONDS))
        .isInstanceOf(Outcome.Done.class);

    operations.leave();

    assertThat(operations.update(COUNTER, add))
        .isCompletedWithValueMatching(outcome -> outcome instanceof Outcome.Refused refused
            && refused.reason() == Outcome.Reason.UNAVAILABLE);
    assertThat(whatElseANodeDoes(operations))
        .allSatisfy(stage -> assertThat(stage.toCompletableFuture())
            .failsWithin(Duration.ofSeconds(1))
            .withThrowableThat()
            .withCauseInstanceOf(NodeLeftException.class));
  }

  private static Stream<CompletionStage<?>> whatElseANodeDoes(NodeOperations operations) {
    return Stream.of(
        operations.delete(OBJECT, "counter"),
        operations.deleteObject(OBJECT),
        operations.list(OBJECT),
        operations.sync(OBJECT, Duration.ofSeconds(1)),
        operations.register("f", "pod", "", ""),
        operations.unregister("f", "pod"),
        operations.status());
  }

  private static NodeAssembly assembly(PeerTransport transport) {
    return NodeAssembly.of(
        TestNodes.id(1), TestNodes.settings(""), () -> 0, new Random(1), transport, List.of());
  }

  /** Nobody can be dialled and nobody calls. */
  private record Alone(boolean broken) implements PeerTransport {
    @Override
    public PeerStream dial(Seed address, Function<Seed, PeerFrame> hello, StreamHandler handler) {
      throw new AssertionError("nobody is dialled");
    }

    @Override
    public void acceptWith(Function<PeerStream, StreamHandler> acceptor) {
      if (broken) {
        throw new IllegalStateException("the transport is broken");
      }
    }

    @Override
    public Seed ownAddressTowards(Seed peer) {
      return peer;
    }
  }
}
