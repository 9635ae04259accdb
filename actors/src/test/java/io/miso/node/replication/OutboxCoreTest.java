package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.GCounter;
import io.miso.crdt.GSet;
import io.miso.crdt.Mutation;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Value;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.replication.Outgoing.Item;
import io.miso.node.replication.Outgoing.Kind;
import io.miso.node.replication.Outgoing.Question;
import io.miso.node.replication.Outgoing.Shipment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OutboxCoreTest {
  private static final ReplicaId REPLICA = new ReplicaId(1, 2, 1);
  private static final CrdtKey A = key("a");
  private static final CrdtKey B = key("b");
  private static final CrdtKey C = key("c");
  private static final CrdtKey SET = new CrdtKey(ObjectKey.defaultOf("f"), "set", CrdtType.GSET);
  private static final long ROOMY = 1 << 20;
  private static final long RESEND_MS = 1_000;

  private final Outbox outbox = outbox(2, ROOMY, ROOMY);

  @Test
  void deltasOfOneCrdt_joinWhileTheyWait() {
    outbox.add(A, counted(3));
    outbox.add(A, counted(8));

    assertThat(next(outbox)).containsExactly(new Item(A, counted(8), Kind.DELTA, 0));
    assertThat(next(outbox)).isEmpty();
  }

  @Test
  void batchesCarryWhatWaitedLongestFirst() {
    outbox.add(B, counted(1));
    outbox.add(A, counted(1));
    outbox.add(B, counted(2));

    assertThat(next(outbox)).extracting(Item::key).containsExactly(B, A);
  }

  @Test
  void windowBoundsWhatIsUnacknowledged_andAnAcknowledgementMakesRoom() {
    long first = ship(A, 1);
    ship(B, 1);
    outbox.add(C, counted(1));
    assertThat(next(outbox)).isEmpty();

    outbox.acknowledge(first);

    assertThat(next(outbox)).extracting(Item::key).containsExactly(C);
  }

  @Test
  void batchEndsBeforeTheItemThatWouldPassItsSize() {
    Outbox small = outbox(9, 2 * weight(A, elements(10)) + 1, ROOMY);
    small.add(A, elements(10));
    small.add(B, elements(10));
    small.add(C, elements(10));

    assertThat(next(small)).extracting(Item::key).containsExactly(A, B);
    assertThat(next(small)).extracting(Item::key).containsExactly(C);
  }

  @Test
  void deltaLargerThanABatch_goesInParts_whichMakeItUp() {
    Outbox small = outbox(99, 1000, ROOMY);
    small.add(A, counted(1));
    small.add(SET, elements(1000));

    Crdt<?> arrived = GSet.empty();
    for (List<Item> items = next(small); !items.isEmpty(); items = next(small)) {
      for (Item item : items) {
        assertThat(item.state().weight()).isLessThan(2000);
        arrived = item.key().equals(SET) ? Crdt.join(arrived, item.state()) : arrived;
      }
    }

    assertThat(arrived).isEqualTo(elements(1000));
  }

  @Test
  void manySmallItemsWithLongNames_stayWithinTheBatch() {
    Outbox small = outbox(9, 10_000, ROOMY);
    for (int i = 0; i < 200; i++) {
      small.add(key(i + "n".repeat(250)), counted(1));
    }

    List<Item> items = next(small);

    long bytes = items.stream()
        .mapToLong(i -> Frames.update(i.key(), i.state(), false).getSerializedSize())
        .sum();
    assertThat(bytes).isLessThan(12_000);
  }

  @Test
  void pastTheSizeBound_deltasGiveWayToTheFullState() {
    Outbox bounded = outbox(1, ROOMY, 500);
    bounded.add(A, elements(1000));

    assertThat(bounded.pendingWeight()).isZero();
    assertThat(shipment(bounded, counted(3), 7).items())
        .containsExactly(new Item(A, counted(3), Kind.FULL, 7));
  }

  @Test
  void largeState_isAskedAboutFirst_andThePeerGetsWhatItLacks() {
    GSet held = elements(1000);
    outbox.addFull(SET);
    assertThat(outbox.next(key -> new Outbox.Snapshot(held, 4), 0))
        .contains(new Question(SET, held.digest()));
    assertThat(outbox.next(key -> new Outbox.Snapshot(held, 4), 0)).isEmpty();

    outbox.answered(SET, elements(999).summary(16), key -> new Outbox.Snapshot(held, 4), 0);
    Shipment shipment = shipment(outbox, held, 4);

    assertThat(shipment.items()).hasSize(1);
    assertThat(shipment.items().get(0).state().weight()).isLessThan(100);
    assertThat(elements(999).join((GSet) shipment.items().get(0).state())).isEqualTo(held);
    outbox.acknowledge(shipment.sequence());
    assertThat(outbox.knows(SET, 4)).isTrue();
    assertThat(outbox.unacknowledged()).isZero();
  }

  @Test
  void peerThatHasTheLargeStateAlready_isSentNothing() {
    ask(elements(1000), 4);

    outbox.answeredSame(SET);

    assertThat(next(outbox)).isEmpty();
    assertThat(outbox.knows(SET, 4)).isTrue();
    assertThat(outbox.knows(SET, 5)).isFalse();
  }

  @Test
  void answerThatNobodyAskedFor_meansNothing() {
    outbox.answeredSame(SET);
    outbox.answered(SET, elements(1).summary(16), key -> new Outbox.Snapshot(elements(1000), 4), 0);

    assertThat(outbox.knows(SET, 0)).isFalse();
    assertThat(next(outbox)).isEmpty();
  }

  @Test
  void largeState_isWaitedFor_untilItsLastPartIsAcknowledged() {
    Outbox small = outbox(2, 1000, ROOMY);
    GSet held = elements(1000);
    List<Boolean> done = new ArrayList<>();
    small.addFull(SET);
    small.whenAcknowledged(SET::equals, done::add);
    small.next(key -> new Outbox.Snapshot(held, 4), 0);
    small.answered(SET, GSet.empty().summary(16), key -> new Outbox.Snapshot(held, 4), 0);

    GSet arrived = GSet.empty();
    while (!small.knows(SET, 4)) {
      assertThat(done).isEmpty();
      Shipment shipment = shipment(small, held, 4);
      for (Item item : shipment.items()) {
        arrived = arrived.join((GSet) item.state());
      }
      small.acknowledge(shipment.sequence());
    }

    assertThat(arrived).isEqualTo(held);
    assertThat(done).containsExactly(true);
  }

  @Test
  void brokenStream_asksAgain_soThatWhatArrivedIsNotSentTwice() {
    Outbox small = outbox(1, 1000, ROOMY);
    GSet held = elements(1000);
    small.addFull(SET);
    small.next(key -> new Outbox.Snapshot(held, 4), 0);
    small.answered(SET, GSet.empty().summary(16), key -> new Outbox.Snapshot(held, 4), 0);
    shipment(small, held, 4);

    small.streamLost();

    assertThat(small.next(key -> new Outbox.Snapshot(held, 5), 0))
        .contains(new Question(SET, held.digest()));
    assertThat(small.knows(SET, 4)).isFalse();
  }

  @Test
  void fewLargeStates_areOnTheirWayAtOnce() {
    GSet held = elements(1000);
    for (int i = 0; i < 100; i++) {
      outbox.addFull(key("large " + i));
    }

    int questions = 0;
    while (outbox.next(key -> new Outbox.Snapshot(held, 4), 0).isPresent()) {
      questions++;
    }

    assertThat(questions).isEqualTo(4);
    assertThat(outbox.unacknowledged()).isEqualTo(100);
  }

  @Test
  void changeAfterTheQuestion_isSentAsWell() {
    ask(elements(1000), 4);
    outbox.add(SET, elements(1001));
    outbox.answeredSame(SET);

    assertThat(next(outbox)).hasSize(1);
  }

  @Test
  void whatIsOverdue_goesOutAgain_andNothingElse() {
    outbox.add(A, counted(1));
    Shipment early = (Shipment) outbox.next(OutboxCoreTest::nothingHeld, 0).orElseThrow();
    outbox.add(B, counted(1));
    assertThat(outbox.next(OutboxCoreTest::nothingHeld, 500)).isPresent();

    outbox.resendOverdue(RESEND_MS);
    assertThat(next(outbox)).isEmpty();
    outbox.resendOverdue(RESEND_MS + 1);

    assertThat(next(outbox)).containsExactly(new Item(A, counted(1), Kind.DELTA, 0));
    assertThat(outbox.acknowledge(early.sequence())).isEmpty();
  }

  @Test
  void questionThatIsOverdue_isAskedAgain() {
    ask(elements(1000), 4);

    outbox.resendOverdue(RESEND_MS + 1);

    assertThat(outbox.next(key -> new Outbox.Snapshot(elements(1000), 4), 0))
        .containsInstanceOf(Question.class);
  }

  @Test
  void deltaAfterTheFullMark_isCoveredByIt() {
    outbox.addFull(A);
    outbox.add(A, counted(9));

    assertThat(shipment(outbox, counted(9), 4).items())
        .containsExactly(new Item(A, counted(9), Kind.FULL, 4));
    assertThat(next(outbox)).isEmpty();
  }

  @Test
  void fullMarkOfWhatIsNotHeld_vanishes() {
    outbox.addFull(A);

    assertThat(outbox.next(OutboxCoreTest::nothingHeld, 0)).isEmpty();
    assertThat(outbox.unacknowledged()).isZero();
  }

  @Test
  void brokenStream_sendsWhatWasInFlightAgain_joinedWithWhatCame() {
    ship(A, 2);
    outbox.add(A, counted(5));

    outbox.streamLost();

    assertThat(next(outbox)).containsExactly(new Item(A, counted(5), Kind.DELTA, 0));
  }

  @Test
  void brokenStream_sendsAFullStateAgain_asItIsByThen() {
    outbox.addFull(A);
    shipment(outbox, counted(1), 1);

    outbox.streamLost();

    assertThat(shipment(outbox, counted(2), 2).items())
        .containsExactly(new Item(A, counted(2), Kind.FULL, 2));
  }

  @Test
  void acknowledgementOfABrokenStream_isIgnored() {
    long sent = ship(A, 2);
    outbox.streamLost();

    assertThat(outbox.acknowledge(sent)).isEmpty();
    assertThat(next(outbox)).hasSize(1);
  }

  @Test
  void acknowledgementThatComesTwiceOrWasNeverDue_isIgnored() {
    long sent = ship(A, 2);

    assertThat(outbox.acknowledge(sent + 1)).isEmpty();
    assertThat(outbox.acknowledge(sent)).hasSize(1);
    assertThat(outbox.acknowledge(sent)).isEmpty();
    assertThat(outbox.unacknowledged()).isZero();
  }

  @Test
  void unacknowledged_countsEachCrdtOnce() {
    ship(A, 1);
    outbox.add(A, counted(2));
    outbox.add(B, counted(1));

    assertThat(outbox.unacknowledged()).isEqualTo(2);
  }

  @Test
  void wait_isOverAtOnce_whereNothingMatches() {
    outbox.add(A, counted(1));
    List<String> done = new ArrayList<>();

    outbox.whenAcknowledged(B::equals, had -> done.add("b"));

    assertThat(done).containsExactly("b");
  }

  @Test
  void wait_coversWhatWaitsAndWhatIsInFlight_andNothingLater() {
    long first = ship(A, 1);
    outbox.add(B, counted(1));
    List<String> done = new ArrayList<>();
    outbox.whenAcknowledged(key -> true, had -> done.add("over"));
    long second = shipment(outbox).sequence();
    outbox.add(C, counted(1));

    outbox.acknowledge(second);
    assertThat(done).isEmpty();
    outbox.acknowledge(first);
    assertThat(done).containsExactly("over");
  }

  @Test
  void wait_goesOn_whereAnotherStreamTakesThePlaceOfTheOne() {
    ship(A, 1);
    List<String> done = new ArrayList<>();
    outbox.whenAcknowledged(A::equals, had -> done.add("over"));

    outbox.streamReplaced();
    assertThat(done).isEmpty();
    outbox.acknowledge(shipment(outbox).sequence());

    assertThat(done).containsExactly("over");
  }

  @Test
  void wait_endsInVain_whenTheStreamBreaks() {
    ship(A, 1);
    outbox.add(B, counted(1));
    List<Boolean> done = new ArrayList<>();
    outbox.whenAcknowledged(A::equals, done::add);
    outbox.whenAcknowledged(B::equals, done::add);

    outbox.streamLost();
    outbox.acknowledge(shipment(outbox).sequence());

    assertThat(done).containsExactly(false, false);
  }

  @Test
  void whatIsDroppedInFlight_isNotSentAgain_norTakenForKnown() {
    outbox.addFull(A);
    outbox.add(B, counted(1));
    Shipment shipment = shipment(outbox, counted(1), 1);
    assertThat(shipment.items()).hasSize(2);
    outbox.drop(A::equals);
    assertThat(outbox.unacknowledged()).isEqualTo(1);

    outbox.streamReplaced();

    assertThat(next(outbox)).containsExactly(new Item(B, counted(1), Kind.DELTA, 0));
    outbox.acknowledge(shipment.sequence());
    assertThat(outbox.knows(A, 0)).isFalse();
  }

  @Test
  void wait_endsInVain_whenWhatItWaitsForIsDropped() {
    outbox.add(A, counted(1));
    outbox.add(B, counted(1));
    List<String> done = new ArrayList<>();
    outbox.whenAcknowledged(A::equals, had -> done.add("A " + had));
    outbox.whenAcknowledged(B::equals, had -> done.add("B " + had));

    outbox.drop(A::equals);

    assertThat(done).containsExactly("A false");
    outbox.acknowledge(shipment(outbox, counted(1), 1).sequence());
    assertThat(done).containsExactly("A false", "B true");
    assertThat(outbox.pendingWeight()).isZero();
  }

  @Test
  void wait_endsInVain_whenWhatItWaitsForIsDroppedInFlight() {
    ship(A, 1);
    List<String> done = new ArrayList<>();
    outbox.whenAcknowledged(A::equals, had -> done.add("A " + had));

    outbox.drop(A::equals);
    outbox.streamReplaced();

    assertThat(done).containsExactly("A false");
  }

  @Test
  void wait_isOver_whenTheFullStateItWaitsForIsNotHeld() {
    outbox.addFull(A);
    List<String> done = new ArrayList<>();
    outbox.whenAcknowledged(A::equals, had -> done.add("over"));

    assertThat(outbox.next(OutboxCoreTest::nothingHeld, 0)).isEmpty();

    assertThat(done).containsExactly("over");
  }

  @Test
  void waitThatWasStopped_neverRuns() {
    long sent = ship(A, 1);
    List<String> done = new ArrayList<>();
    Consumer<Boolean> action = had -> done.add("over");
    outbox.whenAcknowledged(A::equals, action);

    outbox.stopWaiting(action);
    outbox.acknowledge(sent);

    assertThat(done).isEmpty();
  }

  @Test
  void waitThatStartsAnotherWait_runsBoth() {
    long sent = ship(A, 1);
    List<String> done = new ArrayList<>();
    outbox.whenAcknowledged(
        A::equals, had -> outbox.whenAcknowledged(A::equals, inner -> done.add("inner")));

    outbox.acknowledge(sent);

    assertThat(done).containsExactly("inner");
  }

  @Test
  void fullState_isKnownOnceAcknowledged_upToItsVersion() {
    outbox.addFull(A);
    long sent = shipment(outbox, counted(1), 5).sequence();
    assertThat(outbox.knows(A, 0)).isFalse();

    outbox.acknowledge(sent);

    assertThat(outbox.knows(A, 5)).isTrue();
    assertThat(outbox.knows(A, 6)).isFalse();
  }

  @Test
  void fullState_isNoLongerKnown_onceThePeerWantsItNoMore() {
    knownInFull(A);

    outbox.drop(A::equals);

    assertThat(outbox.knows(A, 0)).isFalse();
  }

  @Test
  void batchThatCannotBeSent_leavesTheWindow_andIsNotTakenForKnown() {
    knownInFull(A);
    long sent = ship(A, 1);
    List<String> done = new ArrayList<>();
    outbox.whenAcknowledged(A::equals, had -> done.add("over"));

    outbox.abandon(sent);

    assertThat(done).isEmpty();
    assertThat(outbox.knows(A, 0)).isFalse();
    assertThat(outbox.unacknowledged()).isZero();
  }

  private void knownInFull(CrdtKey key) {
    outbox.addFull(key);
    outbox.acknowledge(shipment(outbox, counted(1), 1).sequence());
    assertThat(outbox.knows(key, 1)).isTrue();
  }

  private long ship(CrdtKey key, long amount) {
    outbox.add(key, counted(amount));
    return shipment(outbox).sequence();
  }

  private static List<Item> next(Outbox outbox) {
    return outbox
        .next(OutboxCoreTest::nothingHeld, 0)
        .map(next -> ((Shipment) next).items())
        .orElse(List.of());
  }

  private static Shipment shipment(Outbox outbox) {
    return (Shipment) outbox.next(OutboxCoreTest::nothingHeld, 0).orElseThrow();
  }

  private static Shipment shipment(Outbox outbox, Crdt<?> held, long version) {
    return (Shipment) outbox.next(key -> new Outbox.Snapshot(held, version), 0).orElseThrow();
  }

  private static Outbox outbox(int window, long batchBytes, long pendingBytes) {
    return new Outbox(new Outbox.Bounds(window, batchBytes, pendingBytes, RESEND_MS));
  }

  private static Outbox.@Nullable Snapshot nothingHeld(CrdtKey key) {
    return null;
  }

  private static long weight(CrdtKey key, Crdt<?> state) {
    return Item.weight(key, state);
  }

  private static CrdtKey key(String name) {
    return new CrdtKey(ObjectKey.defaultOf("f"), name, CrdtType.GCOUNTER);
  }

  private static Crdt<?> counted(long amount) {
    return GCounter.empty().add(REPLICA, amount).state();
  }

  private void ask(GSet held, long version) {
    outbox.addFull(SET);
    assertThat(outbox.next(key -> new Outbox.Snapshot(held, version), 0))
        .containsInstanceOf(Question.class);
  }

  private static GSet elements(int count) {
    GSet set = GSet.empty();
    for (int i = 0; i < count; i++) {
      Mutation<GSet> added = set.add(REPLICA, Value.of(i));
      set = added.state();
    }
    return set;
  }
}
