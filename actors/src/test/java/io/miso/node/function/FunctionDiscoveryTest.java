package io.miso.node.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorRef;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.FunctionTable;
import io.miso.node.ActorTestKitExtension;
import io.miso.node.ExpectedLog;
import io.miso.node.TestNodes;
import io.miso.node.identity.NodeId;
import io.miso.node.settings.NodeSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class FunctionDiscoveryTest {
  @RegisterExtension
  static final ActorTestKitExtension KIT = new ActorTestKitExtension();

  private static final NodeId SELF = TestNodes.id(1);
  private static final NodeId PEER = TestNodes.id(2);
  private static final Duration LEASE = Duration.ofMinutes(10);

  private final AtomicLong clock = new AtomicLong(1_000_000);
  private final NodeSettings settings =
      TestNodes.settings("limits { functions = 2, instances-per-function = 2 }");
  private final FunctionUses uses =
      new FunctionUses(clock::get, settings.limits().functions());
  private final FunctionDirectory directory = new FunctionDirectory(SELF);
  private final List<Runnable> handovers = new CopyOnWriteArrayList<>();
  private volatile boolean peersAnswer = true;
  private final RecordedStrategy strategy = new RecordedStrategy();
  private final List<String> holding = new CopyOnWriteArrayList<>();
  private final List<String> ended = new CopyOnWriteArrayList<>();
  private final List<NodeId> gone = new CopyOnWriteArrayList<>();
  private final AtomicInteger forgotten = new AtomicInteger();

  @Test
  void functionRuns_fromItsFirstUse_untilTheLeaseEnds() throws Exception {
    ActorRef<FunctionDiscovery.Command> discovery = start();
    uses.joined("f").touch();
    settle(discovery);
    assertThat(directory.view().runsHere("f")).isTrue();

    passes(discovery, LEASE);
    assertThat(directory.view().runsHere("f")).isTrue();
    passes(discovery, Duration.ofSeconds(5));

    assertThat(directory.view().runsHere("f")).isFalse();
    assertThat(ended).containsExactly("f");
    assertThat(strategy.published.get(strategy.published.size() - 1).getFunctionsCount())
        .isZero();
  }

  @Test
  void use_renewsTheLease_andStartsItAnewOnceItEnded() throws Exception {
    ActorRef<FunctionDiscovery.Command> discovery = start();
    FunctionUse use = uses.joined("f");
    for (int i = 0; i < 5; i++) {
      use.touch();
      passes(discovery, LEASE.minusSeconds(10));
      assertThat(directory.view().runsHere("f")).isTrue();
    }
    passes(discovery, LEASE);
    assertThat(directory.view().runsHere("f")).isFalse();

    use.touch();
    settle(discovery);

    assertThat(directory.view().runsHere("f")).isTrue();
  }

  @Test
  void functionWhoseLeaseEnds_runsOn_untilWhatIsPendingHasGoneOut() throws Exception {
    peersAnswer = false;
    ActorRef<FunctionDiscovery.Command> discovery = start();
    uses.joined("f").touch();
    passes(discovery, LEASE.plusSeconds(5));
    assertThat(handovers).hasSize(1);
    assertThat(directory.view().runsHere("f")).isTrue();
    assertThat(ended).isEmpty();

    handovers.get(0).run();
    settle(discovery);

    assertThat(directory.view().runsHere("f")).isFalse();
    assertThat(ended).containsExactly("f");
  }

  @Test
  void functionWhoseLeaseEnds_waitsForSlowPeers_noLongerThanTheTimeout() throws Exception {
    peersAnswer = false;
    ActorRef<FunctionDiscovery.Command> discovery = start();
    register(discovery, "f", "a");
    CompletableFuture<Boolean> unregistered = new CompletableFuture<>();
    discovery.tell(new FunctionDiscovery.Unregister("f", "a", unregistered));
    settle(discovery);
    assertThat(unregistered).isNotDone();
    assertThat(directory.view().runsHere("f")).isTrue();

    KIT.passes(settings.functions().handoverTimeout());
    settle(discovery);

    assertThat(unregistered).isCompletedWithValue(true);
    assertThat(directory.view().runsHere("f")).isFalse();
  }

  @Test
  void functionThatIsUsedWhileItEnds_runsOn_alsoAfterAnEarlierHandover() throws Exception {
    peersAnswer = false;
    ActorRef<FunctionDiscovery.Command> discovery = start();
    register(discovery, "f", "a");
    CompletableFuture<Boolean> unregistered = new CompletableFuture<>();
    discovery.tell(new FunctionDiscovery.Unregister("f", "a", unregistered));
    settle(discovery);

    uses.joined("f").touch();
    settle(discovery);
    assertThat(unregistered).isCompletedWithValue(true);
    handovers.get(0).run();
    settle(discovery);

    assertThat(directory.view().runsHere("f")).isTrue();
    assertThat(ended).isEmpty();
    passes(discovery, LEASE.plusSeconds(5));
    assertThat(handovers).hasSize(2);
    handovers.get(0).run();
    settle(discovery);
    assertThat(directory.view().runsHere("f"))
        .as("that was the handover before")
        .isTrue();
  }

  @Test
  void instanceThatRegistersWhileTheFunctionEnds_isNotLost() throws Exception {
    peersAnswer = false;
    ActorRef<FunctionDiscovery.Command> discovery = start();
    register(discovery, "f", "a");
    discovery.tell(new FunctionDiscovery.Unregister("f", "a", new CompletableFuture<>()));
    register(discovery, "f", "b");
    handovers.get(0).run();
    settle(discovery);

    assertThat(directory.view().runsHere("f")).isTrue();
    assertThat(unregister(discovery, "f", "c")).isFalse();
    assertThat(ended).isEmpty();
  }

  @Test
  void useBeforeTheActorRuns_counts() throws Exception {
    uses.joined("f").touch();

    settle(start());

    assertThat(directory.view().runsHere("f")).isTrue();
  }

  @Test
  void register_answersWhetherTheInstanceIsNew_unregisterWhetherItWasKnown() throws Exception {
    ActorRef<FunctionDiscovery.Command> discovery = start();

    assertThat(register(discovery, "f", "a")).isTrue();
    assertThat(register(discovery, "f", "a")).isFalse();
    assertThat(unregister(discovery, "f", "b")).isFalse();
    assertThat(ended).isEmpty();
    assertThat(unregister(discovery, "f", "a")).isTrue();
    assertThat(unregister(discovery, "f", "a")).isFalse();
    assertThat(ended).containsExactly("f");
    assertThat(directory.view().runsHere("f")).isFalse();
  }

  @Test
  void registrations_areBounded_inInstancesAndInFunctions() throws Exception {
    ActorRef<FunctionDiscovery.Command> discovery = start();
    register(discovery, "f", "a");
    register(discovery, "f", "b");
    register(discovery, "g", "a");

    assertThatThrownBy(() -> register(discovery, "f", "c"))
        .hasCauseInstanceOf(FunctionDiscovery.RegistrationLimitException.class);
    assertThatThrownBy(() -> register(discovery, "h", "a"))
        .hasCauseInstanceOf(FunctionDiscovery.RegistrationLimitException.class);
    assertThat(directory.view().runBy(SELF)).containsExactlyInAnyOrder("f", "g");
  }

  @Test
  void peerRow_countsBeforeItIsAnswered_andNobodyWritesThisNodesRow() throws Exception {
    ActorRef<FunctionDiscovery.Command> discovery = start();

    heard(KnownRows.table(KnownRows.row(PEER, 1, "f", true)));
    assertThat(directory.view().interestedPeers("f")).containsExactly(PEER);
    heard(KnownRows.table(KnownRows.row(SELF, 99, "g", true)));
    assertThat(directory.view().runsHere("g")).isFalse();

    discovery.tell(new FunctionDiscovery.Forget(PEER, false));
    settle(discovery);
    assertThat(directory.view().interestedPeers("f")).as("others may see it").containsExactly(PEER);
    discovery.tell(new FunctionDiscovery.Forget(PEER, true));
    settle(discovery);
    assertThat(directory.view().interestedPeers("f")).isEmpty();
    assertThat(directory.view().isGone(PEER)).isTrue();
  }

  @Test
  void nodeOfWhichNothingIsHeardForLong_isForgotten_andWhoeverWaitsForItIsTold() throws Exception {
    ActorRef<FunctionDiscovery.Command> discovery =
        start(TestNodes.settings("peers.forget-after = 30 s"));
    NodeId other = TestNodes.id(3);
    heard(KnownRows.table(KnownRows.row(PEER, 1, "f", true), KnownRows.row(other, 1, "f", true)));

    ExpectedLog.of(
        () -> {
          for (int i = 0; i < 7; i++) {
            strategy.receiver().alive(other);
            settle(discovery);
            passes(discovery, settings.functions().checkInterval());
          }
        },
        "nothing was heard of node " + PEER);

    assertThat(directory.view().interestedPeers("f")).containsExactly(other);
    assertThat(gone).containsExactly(PEER);
  }

  @Test
  void nodeThatTheOthersTakeForGone_saysSo_once() throws Exception {
    start();
    ExpectedLog.of(
        () -> heard(KnownRows.gone(SELF, 5)), "the other nodes forgot this one (" + SELF + ")");
    heard(KnownRows.gone(SELF, 5));

    assertThat(forgotten).hasValue(1);
  }

  @Test
  void functionWhoseLastCopyWasDropped_isHeldNoMore_unlessThereIsAnotherByThen() throws Exception {
    ActorRef<FunctionDiscovery.Command> discovery = start();
    discovery.tell(new FunctionDiscovery.Held("f"));
    holding.add("f");
    discovery.tell(new FunctionDiscovery.Released("f"));
    settle(discovery);
    assertThat(directory.view().ownRow().getFunctionsList()).hasSize(1);

    holding.clear();
    discovery.tell(new FunctionDiscovery.Released("f"));
    settle(discovery);

    assertThat(directory.view().ownRow().getFunctionsList()).isEmpty();
  }

  @Test
  void row_isToldOnlyWhenItChanged() throws Exception {
    ActorRef<FunctionDiscovery.Command> discovery = start();
    discovery.tell(new FunctionDiscovery.Held("f"));
    discovery.tell(new FunctionDiscovery.Held("f"));
    uses.joined("f").touch();
    uses.joined("f").touch();
    passes(discovery, Duration.ofSeconds(20));

    assertThat(strategy.published).extracting(FunctionRow::getVersion).containsExactly(1L, 2L, 3L);
  }

  /** The actor, set up: what it tells itself then comes before whatever the test tells it. */
  private ActorRef<FunctionDiscovery.Command> start() throws Exception {
    return start(settings);
  }

  private ActorRef<FunctionDiscovery.Command> start(NodeSettings of) throws Exception {
    ActorRef<FunctionDiscovery.Command> discovery = KIT.spawn(FunctionDiscovery.create(
        SELF,
        1,
        of,
        uses,
        directory,
        strategy,
        new FunctionDiscovery.Listeners(
            this::handOver, ended::add, holding::contains, gone::add, forgotten::incrementAndGet)));
    settle(discovery);
    return discovery;
  }

  private void passes(ActorRef<FunctionDiscovery.Command> discovery, Duration duration)
      throws Exception {
    clock.addAndGet(duration.toMillis());
    KIT.passes(settings.functions().checkInterval());
    settle(discovery);
  }

  /** Everything told before is handled, and what the actor told itself meanwhile. */
  private static void settle(ActorRef<FunctionDiscovery.Command> discovery) throws Exception {
    unregister(discovery, "nobody's", "nobody");
    unregister(discovery, "nobody's", "nobody");
  }

  private void handOver(String function, Runnable handedOver) {
    handovers.add(handedOver);
    if (peersAnswer) {
      handedOver.run();
    }
  }

  private void heard(FunctionTable table) throws Exception {
    CompletableFuture<Void> counted = new CompletableFuture<>();
    strategy.receiver().heard(table, () -> counted.complete(null));
    counted.get(5, TimeUnit.SECONDS);
  }

  private static boolean register(
      ActorRef<FunctionDiscovery.Command> discovery, String function, String pod) throws Exception {
    CompletableFuture<Boolean> reply = new CompletableFuture<>();
    discovery.tell(new FunctionDiscovery.Register(function, pod, "node", "10.0.0.1", reply));
    return reply.get(5, TimeUnit.SECONDS);
  }

  private static boolean unregister(
      ActorRef<FunctionDiscovery.Command> discovery, String function, String pod) throws Exception {
    CompletableFuture<Boolean> reply = new CompletableFuture<>();
    discovery.tell(new FunctionDiscovery.Unregister(function, pod, reply));
    return reply.get(5, TimeUnit.SECONDS);
  }
}
