package io.miso.node.state;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.GSet;
import io.miso.crdt.PNCounter;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Value;
import io.miso.node.ActorTestKitExtension;
import io.miso.node.ExpectedLog;
import io.miso.node.TestNodes;
import io.miso.node.function.FunctionUses;
import io.miso.node.identity.Births;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Outcome.Done;
import io.miso.node.operation.Outcome.Reason;
import io.miso.node.operation.Outcome.Refused;
import io.miso.node.operation.Update;
import io.miso.node.settings.NodeSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class CrdtActorTest {
  @RegisterExtension
  static final ActorTestKitExtension KIT = new ActorTestKitExtension();

  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final NodeId PEER = TestNodes.id(2);
  private static final ReplicaId ELSEWHERE = new ReplicaId(9, 9, 1);

  private final RecordedReplication replication = new RecordedReplication(false);
  private final NameSlot slot = new NameSlot();
  private final Births births = new Births(TestNodes.id(1));
  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger asks = new AtomicInteger();
  private final AtomicInteger dropped = new AtomicInteger();
  private final List<CrdtActor.Command> forwarded = new CopyOnWriteArrayList<>();

  @Test
  void changesThatKeepComing_areSentOncePerInterval() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, true, "");
    for (int i = 1; i <= 40; i++) {
      counter.add(1);
      KIT.passes(Duration.ofMillis(50));
      counter.settled();
      assertThat(replication.published).hasSize(i / 4);
    }
    assertThat(joined()).isEqualTo(counter.state());
  }

  @Test
  void firstChange_startsTheTimer_andLaterOnesDoNotDelayIt() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, true, "");
    counter.add(1);
    KIT.passes(Duration.ofMillis(199));
    counter.add(1);
    counter.settled();
    assertThat(replication.published).isEmpty();

    KIT.passes(Duration.ofMillis(1));
    counter.settled();

    assertThat(replication.published).containsExactly(counter.state());
  }

  @Test
  void nothingChanged_nothingIsSent() throws Exception {
    Running flag = start(CrdtType.EW_FLAG, true, "");
    flag.done(new Update.FlagAssign(false));
    flag.done(new Update.Delete());

    KIT.passes(INTERVAL.multipliedBy(3));
    flag.settled();

    assertThat(replication.published).isEmpty();
    assertThat(replication.held).isEmpty();
  }

  @Test
  void intervalZero_sendsOnceForTheOperationsThatWaitTogether() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, false, "replication.interval = 0");
    CompletableFuture<Outcome> first = counter.tell(new Update.CounterAdd(1));
    CompletableFuture<Outcome> second = counter.tell(new Update.CounterAdd(2));
    counter.actor.tell(new CrdtActor.Restored());
    outcome(first);
    outcome(second);
    counter.settled();
    assertThat(replication.published).containsExactly(counter.state());

    counter.add(3);
    counter.settled();

    assertThat(replication.published).hasSize(2);
  }

  @Test
  void intervalThatIsChanged_sendsWhatWaitsForTheEndOfTheOldOne() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, true, "");
    counter.add(1);
    counter.actor.tell(new CrdtActor.IntervalChanged());
    counter.settled();

    assertThat(replication.published).containsExactly(counter.state());
    KIT.passes(INTERVAL);
    counter.settled();
    assertThat(replication.published).hasSize(1);
  }

  @Test
  void flush_sendsNow_andTheIntervalBeginsAnew() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, true, "");
    counter.add(1);
    counter.flush();
    assertThat(replication.published).hasSize(1);

    KIT.passes(INTERVAL);
    counter.settled();
    assertThat(replication.published).hasSize(1);
    counter.add(1);
    KIT.passes(INTERVAL);
    counter.settled();
    assertThat(replication.published).hasSize(2);
  }

  @Test
  void whatPeersSent_isNotSentOn() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, true, "");
    counter.join(PNCounter.empty().add(ELSEWHERE, 5).state());

    KIT.passes(INTERVAL);
    counter.flush();

    assertThat(counter.value()).isEqualTo(5);
    assertThat(replication.published).isEmpty();
    assertThat(replication.held).containsExactly("f");
  }

  @Test
  void unrestoredCopy_asksOnce_andAnswersInOrderOnceRestored() throws Exception {
    Running set = start(CrdtType.GSET, false, "");
    List<CompletableFuture<Outcome>> replies = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      replies.add(set.tell(new Update.SetAdd(Value.of(i))));
    }
    set.join(GSet.empty().add(ELSEWHERE, Value.of(99)).state());
    assertThat(replies).noneMatch(CompletableFuture::isDone);
    assertThat(asks).hasValue(1);

    set.actor.tell(new CrdtActor.Restored());

    for (int i = 0; i < 5; i++) {
      GSet after = (GSet) ((Done) outcome(replies.get(i))).state();
      assertThat(after.size()).isEqualTo(i + 2);
    }
  }

  @Test
  void operationsBeyondTheStash_areRefused_andThoseInItAreAnswered() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, false, "limits.stashed-operations = 2");
    CompletableFuture<Outcome> first = counter.tell(new Update.CounterAdd(1));
    CompletableFuture<Outcome> second = counter.tell(new Update.CounterAdd(1));

    assertThat(refused(counter.tell(new Update.CounterAdd(1))).reason()).isEqualTo(Reason.LIMIT);

    counter.actor.tell(new CrdtActor.Restored());
    assertThat(outcome(first)).isInstanceOf(Done.class);
    assertThat(((PNCounter) ((Done) outcome(second)).state()).value()).isEqualTo(2);
  }

  @Test
  void stateThatComesAfterTheRestore_isJoined() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, false, "");
    CompletableFuture<Outcome> add = counter.tell(new Update.CounterAdd(1));
    counter.actor.tell(new CrdtActor.Restored());
    outcome(add);

    counter.join(PNCounter.empty().add(ELSEWHERE, 41).state());

    assertThat(counter.value()).isEqualTo(42);
  }

  @Test
  void copyWhoseFunctionEndedHere_asksAgain() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, true, "");
    counter.add(1);
    counter.actor.tell(new CrdtActor.Unrestore());
    CompletableFuture<Outcome> read = counter.read();
    counter.flush();

    assertThat(read).isNotDone();
    assertThat(asks).hasValue(1);
    counter.actor.tell(new CrdtActor.Restored());
    assertThat(outcome(read)).isInstanceOf(Done.class);
  }

  @Test
  void restartAfterAFailure_keepsAndSendsWhatWasAcknowledged() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, true, "");
    counter.add(7);

    counter.fail();
    counter.settled(); // Time must not pass before the restart: its timer would start too late.

    assertThat(counter.value()).isEqualTo(7);
    KIT.passes(INTERVAL);
    counter.settled();
    assertThat(joined()).isEqualTo(counter.state());
    counter.add(1);
    assertThat(counter.value()).isEqualTo(8);
  }

  @Test
  void restartAfterAFailure_answersWhoeverWaited() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, false, "");
    CompletableFuture<Outcome> waiting = counter.tell(new Update.CounterAdd(1));

    counter.fail();

    assertThat(refused(waiting).reason()).isEqualTo(Reason.UNAVAILABLE);
    CompletableFuture<Outcome> next = counter.tell(new Update.CounterAdd(1));
    counter.actor.tell(new CrdtActor.Restored());
    assertThat(outcome(next)).isInstanceOf(Done.class);
  }

  @Test
  void stop_answersWhoeverWaited() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, false, "");
    CompletableFuture<Outcome> waiting = counter.tell(new Update.CounterAdd(1));

    counter.join(PNCounter.empty());
    KIT.stop(counter.actor);

    assertThat(refused(waiting).reason()).isEqualTo(Reason.UNAVAILABLE);
  }

  @Test
  void updateOfAnotherType_isRefused_andHarmsNothing() throws Exception {
    Running counter = start(CrdtType.GCOUNTER, true, "");
    counter.add(1);

    assertThat(refused(counter.tell(new Update.CounterSubtract(1))).reason())
        .isEqualTo(Reason.INVALID);
    assertThat(refused(counter.tell(new Update.SetAdd(Value.of(1)))).reason())
        .isEqualTo(Reason.INVALID);
    assertThat(slot.owner()).contains(CrdtType.GCOUNTER);
  }

  @Test
  void secondTypeUnderAName_isRefused_untilTheFirstIsDeleted() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, true, "");
    Running set = start(CrdtType.OR_SET, true, "");
    counter.add(1);

    Refused refused = refused(set.tell(new Update.SetAdd(Value.of(1))));
    assertThat(refused.reason()).isEqualTo(Reason.WRONG_TYPE);
    assertThat(refused.message()).isEqualTo("'name' is of type PNCounter, not ORSet");
    assertThat(refused(set.read()).reason()).isEqualTo(Reason.WRONG_TYPE);

    counter.done(new Update.Delete());
    set.done(new Update.SetAdd(Value.of(1)));
    assertThat(refused(counter.tell(new Update.CounterAdd(1))).reason())
        .isEqualTo(Reason.WRONG_TYPE);
  }

  @Test
  void twoTypesThatMeet_theLowerNumberAnswers_andDeletionTakesBoth() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, true, "");
    Running set = start(CrdtType.OR_SET, true, "");
    counter.add(1);
    ExpectedLog.of(
        () -> set.join(GSetOf.elements(ELSEWHERE, 1)),
        "'name' of function 'f', its default object is ORSet and PNCounter; operations on the ORSet");

    assertThat(refused(counter.tell(new Update.CounterAdd(1))).reason())
        .isEqualTo(Reason.WRONG_TYPE);
    set.done(new Update.SetAdd(Value.of(2)));
    counter.done(new Update.Delete());
    set.done(new Update.Delete());

    assertThat(slot.owner()).isEmpty();
  }

  @Test
  void deletionOfAnUnrestoredCopy_waitsForWhatPeersHold() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, false, "");
    CompletableFuture<Outcome> deletion = counter.tell(new Update.Delete());
    PNCounter theirs = PNCounter.empty().add(ELSEWHERE, 5).state();
    counter.join(theirs);
    counter.actor.tell(new CrdtActor.Restored());
    outcome(deletion);
    counter.flush();

    assertThat(counter.value()).isZero();
    assertThat(((PNCounter) joined()).join(theirs).value()).isZero();
  }

  @Test
  void foreignEventOfTheOwnReplicaId_leadsToAFreshBirth() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, true, "");
    counter.add(3);
    ReplicaId first = counter.replica();
    PNCounter foreign = PNCounter.empty().add(first, 10).state();
    ExpectedLog.of(() -> counter.join(foreign), "that it never wrote");

    counter.add(1);

    assertThat(counter.replica()).isNotEqualTo(first);
    assertThat(counter.value()).isEqualTo(11);
  }

  /** As two nodes do that live under one node id. */
  @Test
  void copiesThatCountedTheSameBirths_writeUnderOtherIds_onceTheyAreRenewed() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, true, "");
    counter.add(3);
    ReplicaId shared = counter.replica();
    PNCounter other = PNCounter.empty().add(shared, 3).state();
    births.renew(TestNodes.id(77));

    counter.add(1);
    counter.add(1);

    assertThat(counter.replica()).isEqualTo(new ReplicaId(0, 77, 1));
    assertThat(((PNCounter) counter.state())
            .join(other.add(new ReplicaId(0, 78, 1), 4).state())
            .value())
        .as("nothing written since is lost in the other's")
        .isEqualTo(9);
  }

  @Test
  void ownEventThatComesBack_keepsTheReplicaId() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, true, "");
    counter.add(3);
    ReplicaId first = counter.replica();
    counter.join(counter.state());

    counter.add(1);

    assertThat(counter.replica()).isEqualTo(first);
  }

  @Test
  void overflow_isRefused_andTheStateStands() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, true, "");
    counter.add(Long.MAX_VALUE);

    assertThat(refused(counter.tell(new Update.CounterAdd(1))).reason())
        .isEqualTo(Reason.OUT_OF_RANGE);
    assertThat(counter.value()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void refusedFirstWrite_doesNotTakeTheName() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, true, "");

    assertThat(refused(counter.tell(new Update.CounterAdd(0))).reason()).isEqualTo(Reason.INVALID);

    assertThat(slot.owner()).isEmpty();
  }

  @Test
  void acknowledgedWrite_isInThePublishedState() throws Exception {
    Running counter = start(CrdtType.PNCOUNTER, true, "");
    for (int i = 1; i <= 100; i++) {
      counter.add(1);
      assertThat(counter.handle.readable())
          .hasValueSatisfying(s -> assertThat(((PNCounter) s).value()).isPositive());
    }
    assertThat(counter.value()).isEqualTo(100);
  }

  private Crdt<?> joined() {
    return replication.published.stream().reduce(Crdt::join).orElseThrow();
  }

  @Test
  void whatADeletionLeft_isDropped_onceEveryHolderHasIt_andWhatComesLaterIsHandedOver()
      throws Exception {
    replication.holders = new Replication.Holders(true, List.of(PEER), List.of(PEER));
    Running counter = start(CrdtType.PNCOUNTER, true, "replication.collect-after = 1 ms");
    counter.add(1);
    counter.done(new Update.Delete());
    counter.flush();
    now.set(1_000);
    counter.actor.tell(new CrdtActor.Collect());
    counter.settled();
    assertThat(dropped).hasValue(0);

    counter.actor.tell(
        new CrdtActor.Acknowledged(PEER, counter.handle.published().version()));
    counter.actor.tell(new CrdtActor.Collect());
    CompletableFuture<Outcome> late = counter.tell(new Update.CounterAdd(1));
    counter.flush();

    assertThat(dropped).hasValue(1);
    assertThat(forwarded).hasSize(1);
    assertThat(late).isNotDone();
  }

  private Running start(CrdtType type, boolean restored, String changedSettings) {
    CrdtKey key = new CrdtKey(ObjectKey.defaultOf("f"), "name", type);
    CrdtHandle handle =
        new CrdtHandle(key, slot, new FunctionUses(() -> 0, 9).joined("f"), restored);
    NodeSettings settings = TestNodes.settings(changedSettings);
    ObjectScope scope = ObjectScope.of(
        settings,
        births,
        now::get,
        new CrdtTable(),
        new ReplicationIntervals(settings),
        replication);
    ActorRef<CrdtActor.Command> actor = KIT.spawn(CrdtActor.create(handle, scope, new Owner()));
    handle.startedAs(actor);
    return new Running(handle, actor);
  }

  private final class Owner implements CrdtActor.Owner {
    @Override
    public void askPeers() {
      asks.incrementAndGet();
    }

    @Override
    public void dropped() {
      dropped.incrementAndGet();
    }

    @Override
    public void deliver(CrdtActor.Command command) {
      forwarded.add(command);
    }
  }

  static Outcome outcome(CompletableFuture<Outcome> reply) throws Exception {
    return reply.get(5, TimeUnit.SECONDS);
  }

  private static Refused refused(CompletableFuture<Outcome> reply) throws Exception {
    return (Refused) outcome(reply);
  }

  private static final class GSetOf {
    static Crdt<?> elements(ReplicaId replica, int element) {
      return io.miso.crdt.ORSet.empty().add(replica, Value.of(element)).state();
    }
  }

  private record Running(CrdtHandle handle, ActorRef<CrdtActor.Command> actor) {
    CompletableFuture<Outcome> tell(Update update) {
      CompletableFuture<Outcome> reply = new CompletableFuture<>();
      actor.tell(new CrdtActor.Apply(update, reply));
      return reply;
    }

    CompletableFuture<Outcome> read() {
      CompletableFuture<Outcome> reply = new CompletableFuture<>();
      actor.tell(new CrdtActor.Read(reply));
      return reply;
    }

    void done(Update update) throws Exception {
      assertThat(outcome(tell(update))).isInstanceOf(Done.class);
    }

    void add(long amount) throws Exception {
      done(new Update.CounterAdd(amount));
    }

    void join(Crdt<?> state) throws Exception {
      CompletableFuture<Void> joined = new CompletableFuture<>();
      actor.tell(new CrdtActor.Join(state, new JoinReceipt(1, () -> joined.complete(null))));
      joined.get(5, TimeUnit.SECONDS);
    }

    void flush() throws Exception {
      CompletableFuture<Void> flushed = new CompletableFuture<>();
      actor.tell(new CrdtActor.Flush(() -> flushed.complete(null)));
      flushed.get(5, TimeUnit.SECONDS);
    }

    /** Everything told before is handled. */
    void settled() throws Exception {
      outcome(read());
    }

    /** A join of another type is a bug, and fails the actor. */
    void fail() throws Exception {
      CrdtActor.Join foreign = new CrdtActor.Join(
          key().type() == CrdtType.GSET ? PNCounter.empty() : GSet.empty(), JoinReceipt.NONE);
      ExpectedLog.of(() -> actor.tell(foreign), "cannot be joined with");
    }

    private CrdtKey key() {
      return handle.key();
    }

    Crdt<?> state() {
      return handle.published().state();
    }

    long value() {
      return ((PNCounter) state()).value();
    }

    ReplicaId replica() {
      return Objects.requireNonNull(handle.published().replica());
    }
  }
}
