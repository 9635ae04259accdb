package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import io.miso.node.ActorTestKitExtension;
import io.miso.node.TestNodes;
import io.miso.node.function.KnownRows;
import io.miso.node.operation.SyncResult;
import io.miso.node.operation.SyncResult.NodeInfo;
import io.miso.node.state.CrdtActor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SyncActorTest {
  @RegisterExtension
  static final ActorTestKitExtension KIT = new ActorTestKitExtension();

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final TestScope node =
      new TestScope(KIT, KnownRows.running(TestNodes.id(1), "f", TestNodes.id(2), TestNodes.id(3)));
  private final PeerTable table = new PeerTable();
  private final CompletableFuture<SyncResult> reply = new CompletableFuture<>();

  @Test
  void syncFlushesFirst_andIsCompleteOnceEveryPeerAcknowledged() throws Exception {
    TestProbe<PeerActor.Command> two = peer(2);
    TestProbe<PeerActor.Command> three = peer(3);
    node.add(TestScope.COUNTER, 1);
    start();

    PeerActor.Sync second = two.expectMessageClass(PeerActor.Sync.class);
    assertThat(node.replication.published).hasSize(1);
    answer(second, 2, true);
    assertThat(reply).isNotDone();
    answer(three.expectMessageClass(PeerActor.Sync.class), 3, true);

    SyncResult result = reply.get(5, TimeUnit.SECONDS);
    assertThat(result.complete()).isTrue();
    assertThat(result.acknowledged()).containsExactly(info(2), info(3));
    assertThat(second.cancelled()).isCompleted();
  }

  @Test
  void peersThatCannotBeReached_areNamed_knownOrNot() throws Exception {
    TestProbe<PeerActor.Command> two = peer(2);
    start();

    answer(two.expectMessageClass(PeerActor.Sync.class), 2, false);

    SyncResult result = reply.get(5, TimeUnit.SECONDS);
    assertThat(result.complete()).isFalse();
    assertThat(result.unreachable())
        .containsExactly(info(2), new NodeInfo(TestNodes.id(3).hex(), "", ""));
  }

  @Test
  void timeout_namesWhoDidNotAcknowledge() throws Exception {
    TestProbe<PeerActor.Command> two = peer(2);
    TestProbe<PeerActor.Command> three = peer(3);
    start();
    answer(two.expectMessageClass(PeerActor.Sync.class), 2, true);
    PeerActor.Sync open = three.expectMessageClass(PeerActor.Sync.class);

    KIT.passes(TIMEOUT);

    SyncResult result = reply.get(5, TimeUnit.SECONDS);
    assertThat(result.missing()).contains(info(3)).doesNotContain(info(1));
    assertThat(result.complete()).isFalse();
    assertThat(open.cancelled()).isCompleted();
  }

  @Test
  void peerThatIsForgottenMeanwhile_isUnreachable_withoutWaitingForTheTimeout() throws Exception {
    TestProbe<PeerActor.Command> two = peer(2);
    TestProbe<PeerActor.Command> three = peer(3);
    start();
    answer(two.expectMessageClass(PeerActor.Sync.class), 2, true);
    three.expectMessageClass(PeerActor.Sync.class);

    three.stop();

    assertThat(reply.get(5, TimeUnit.SECONDS).unreachable()).containsExactly(info(3));
  }

  @Test
  void timeoutBeforeChangesWereFlushed_namesEveryPeer() throws Exception {
    peer(2);
    peer(3);
    CountDownLatch busy = new CountDownLatch(1);
    node.add(TestScope.COUNTER, 1);
    java.util.Objects.requireNonNull(node.objects.table().get(TestScope.COUNTER))
        .actor()
        .tell(new CrdtActor.Flush(() -> awaitQuietly(busy)));
    start();

    KIT.passes(TIMEOUT);

    SyncResult result = reply.get(5, TimeUnit.SECONDS);
    busy.countDown();
    assertThat(result.complete()).isFalse();
    assertThat(result.missing()).containsExactly(info(2), info(3));
  }

  @Test
  void functionThatRunsNowhereElse_isInSyncAtOnce() throws Exception {
    PeersActor.Sync sync =
        new PeersActor.Sync(io.miso.node.operation.ObjectKey.defaultOf("mine"), TIMEOUT, reply);
    KIT.spawn(SyncActor.create(node.scope, table, sync));

    assertThat(reply.get(5, TimeUnit.SECONDS))
        .isEqualTo(new SyncResult(List.of(), List.of(), List.of()));
  }

  private ActorRef<SyncActor.Command> start() {
    return KIT.spawn(
        SyncActor.create(node.scope, table, new PeersActor.Sync(TestScope.OBJECT, TIMEOUT, reply)));
  }

  private TestProbe<PeerActor.Command> peer(long number) {
    TestProbe<PeerActor.Command> probe = KIT.probe();
    table.put(TestNodes.peer(number), probe.ref());
    return probe;
  }

  private static void answer(PeerActor.Sync sync, long number, boolean acknowledged) {
    sync.reply().accept(new PeerActor.SyncAnswer(info(number), acknowledged));
  }

  private static NodeInfo info(long number) {
    return TestNodes.peer(number).info();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
