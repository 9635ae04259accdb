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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OutboxCoreTest {
  private static final ReplicaId REPLICA = new ReplicaId(1, 2, 1);
  private static final CrdtKey A = key("a");
  private static final CrdtKey B = key("b");
  private static final CrdtKey C = key("c");
  private static final long ROOMY = 1 << 20;

  private final Outbox outbox = new Outbox(2, ROOMY, ROOMY);

  @Test
  void deltasOfOneCrdt_joinWhileTheyWait() {
    outbox.add(A, counted(3));
    outbox.add(A, counted(8));

    assertThat(next(outbox)).containsExactly(new Outbox.Item(A, counted(8), false, 0));
    assertThat(next(outbox)).isEmpty();
  }

  @Test
  void batchesCarryWhatWaitedLongestFirst() {
    outbox.add(B, counted(1));
    outbox.add(A, counted(1));
    outbox.add(B, counted(2));

    assertThat(next(outbox)).extracting(Outbox.Item::key).containsExactly(B, A);
  }

  @Test
  void windowBoundsWhatIsUnacknowledged_andAnAcknowledgementMakesRoom() {
    long first = ship(A, 1);
    ship(B, 1);
    outbox.add(C, counted(1));
    assertThat(next(outbox)).isEmpty();

    outbox.acknowledge(first);

    assertThat(next(outbox)).extracting(Outbox.Item::key).containsExactly(C);
  }

  @Test
  void batchEndsBeforeTheItemThatWouldPassItsSize() {
    Outbox small = new Outbox(9, 2 * weight(A, elements(10)) + 1, ROOMY);
    small.add(A, elements(10));
    small.add(B, elements(10));
    small.add(C, elements(10));

    assertThat(next(small)).extracting(Outbox.Item::key).containsExactly(A, B);
    assertThat(next(small)).extracting(Outbox.Item::key).containsExactly(C);
  }

  @Test
  void itemLargerThanABatch_goesAlone() {
    Outbox small = new Outbox(9, 100, ROOMY);
    small.add(A, counted(1));
    small.add(B, elements(1000));
    small.add(C, counted(1));

    assertThat(next(small)).extracting(Outbox.Item::key).containsExactly(A);
    assertThat(next(small)).extracting(Outbox.Item::key).containsExactly(B);
    assertThat(next(small)).extracting(Outbox.Item::key).containsExactly(C);
  }

  @Test
  void manySmallItemsWithLongNames_stayWithinTheBatch() {
    Outbox small = new Outbox(9, 10_000, ROOMY);
    for (int i = 0; i < 200; i++) {
      small.add(key(i + "n".repeat(250)), counted(1));
    }

    List<Outbox.Item> items = next(small);

    long bytes =
        items.stream().mapToLong(i -> Frames.update(i).getSerializedSize()).sum();
    assertThat(bytes).isLessThan(12_000);
  }

  @Test
  void pastTheSizeBound_deltasGiveWayToTheFullState() {
    Outbox bounded = new Outbox(1, ROOMY, 500);
    bounded.add(A, elements(1000));

    assertThat(bounded.pendingWeight()).isZero();
    Crdt<?> full = elements(2000);
    assertThat(bounded.next(key -> new Outbox.Snapshot(full, 7)))
        .hasValueSatisfying(
            s -> assertThat(s.items()).containsExactly(new Outbox.Item(A, full, true, 7)));
  }

  @Test
  void deltaAfterTheFullMark_isCoveredByIt() {
    outbox.addFull(A);
    outbox.add(A, counted(9));

    assertThat(
            outbox.next(key -> new Outbox.Snapshot(counted(9), 4)).orElseThrow().items())
        .containsExactly(new Outbox.Item(A, counted(9), true, 4));
    assertThat(next(outbox)).isEmpty();
  }

  @Test
  void fullMarkOfWhatIsNotHeld_vanishes() {
    outbox.addFull(A);

    assertThat(outbox.next(OutboxCoreTest::nothingHeld)).isEmpty();
    assertThat(outbox.unacknowledged()).isZero();
  }

  @Test
  void brokenStream_sendsWhatWasInFlightAgain_joinedWithWhatCame() {
    ship(A, 2);
    outbox.add(A, counted(5));

    outbox.streamLost();

    assertThat(next(outbox)).containsExactly(new Outbox.Item(A, counted(5), false, 0));
  }

  @Test
  void brokenStream_sendsAFullStateAgain_asItIsByThen() {
    outbox.addFull(A);
    outbox.next(key -> new Outbox.Snapshot(counted(1), 1));

    outbox.streamLost();

    assertThat(
            outbox.next(key -> new Outbox.Snapshot(counted(2), 2)).orElseThrow().items())
        .containsExactly(new Outbox.Item(A, counted(2), true, 2));
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
    long second = outbox.next(OutboxCoreTest::nothingHeld).orElseThrow().sequence();
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
    outbox.acknowledge(outbox.next(OutboxCoreTest::nothingHeld).orElseThrow().sequence());

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
    outbox.acknowledge(outbox.next(OutboxCoreTest::nothingHeld).orElseThrow().sequence());

    assertThat(done).containsExactly(false, false);
  }

  @Test
  void whatIsDroppedInFlight_isNotSentAgain_norTakenForKnown() {
    outbox.addFull(A);
    outbox.add(B, counted(1));
    Outbox.Shipment shipment =
        outbox.next(key -> new Outbox.Snapshot(counted(1), 1)).orElseThrow();
    assertThat(shipment.items()).hasSize(2);
    outbox.drop(A::equals);
    assertThat(outbox.unacknowledged()).isEqualTo(1);

    outbox.streamReplaced();

    assertThat(next(outbox)).containsExactly(new Outbox.Item(B, counted(1), false, 0));
    outbox.acknowledge(shipment.sequence());
    assertThat(outbox.knowsFull(A, 0)).isFalse();
  }

  @Test
  void wait_isOver_whenWhatItWaitsForIsDroppedInFlight_andTheStreamReplaced() {
    ship(A, 1);
    List<String> done = new ArrayList<>();
    outbox.whenAcknowledged(A::equals, had -> done.add("over"));

    outbox.drop(A::equals);
    outbox.streamReplaced();

    assertThat(done).containsExactly("over");
  }

  @Test
  void wait_isOver_whenWhatItWaitsForIsDropped() {
    outbox.add(A, counted(1));
    List<String> done = new ArrayList<>();
    outbox.whenAcknowledged(A::equals, had -> done.add("over"));

    outbox.drop(A::equals);

    assertThat(done).containsExactly("over");
    assertThat(outbox.pendingWeight()).isZero();
  }

  @Test
  void wait_isOver_whenTheFullStateItWaitsForIsNotHeld() {
    outbox.addFull(A);
    List<String> done = new ArrayList<>();
    outbox.whenAcknowledged(A::equals, had -> done.add("over"));

    outbox.next(OutboxCoreTest::nothingHeld);

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
    long sent =
        outbox.next(key -> new Outbox.Snapshot(counted(1), 5)).orElseThrow().sequence();
    assertThat(outbox.knowsFull(A, 0)).isFalse();

    outbox.acknowledge(sent);

    assertThat(outbox.knowsFull(A, 5)).isTrue();
    assertThat(outbox.knowsFull(A, 6)).isFalse();
  }

  @Test
  void fullState_isNoLongerKnown_onceThePeerWantsItNoMore() {
    knownInFull(A);

    outbox.drop(A::equals);

    assertThat(outbox.knowsFull(A, 0)).isFalse();
  }

  @Test
  void batchThatCannotBeSent_leavesTheWindow_andIsNotTakenForKnown() {
    knownInFull(A);
    long sent = ship(A, 1);
    List<String> done = new ArrayList<>();
    outbox.whenAcknowledged(A::equals, had -> done.add("over"));

    outbox.abandon(sent);

    assertThat(done).isEmpty();
    assertThat(outbox.knowsFull(A, 0)).isFalse();
    assertThat(outbox.unacknowledged()).isZero();
  }

  private void knownInFull(CrdtKey key) {
    outbox.addFull(key);
    outbox.acknowledge(
        outbox.next(k -> new Outbox.Snapshot(counted(1), 1)).orElseThrow().sequence());
    assertThat(outbox.knowsFull(key, 1)).isTrue();
  }

  private long ship(CrdtKey key, long amount) {
    outbox.add(key, counted(amount));
    return outbox.next(OutboxCoreTest::nothingHeld).orElseThrow().sequence();
  }

  private static List<Outbox.Item> next(Outbox outbox) {
    Optional<Outbox.Shipment> shipment = outbox.next(OutboxCoreTest::nothingHeld);
    return shipment.map(Outbox.Shipment::items).orElse(List.of());
  }

  private static Outbox.@Nullable Snapshot nothingHeld(CrdtKey key) {
    return null;
  }

  private static long weight(CrdtKey key, Crdt<?> state) {
    return Outbox.weight(key, state);
  }

  private static CrdtKey key(String name) {
    return new CrdtKey(ObjectKey.defaultOf("f"), name, CrdtType.GCOUNTER);
  }

  private static Crdt<?> counted(long amount) {
    return GCounter.empty().add(REPLICA, amount).state();
  }

  private static Crdt<?> elements(int count) {
    GSet set = GSet.empty();
    for (int i = 0; i < count; i++) {
      Mutation<GSet> added = set.add(REPLICA, Value.of(i));
      set = added.state();
    }
    return set;
  }
}
