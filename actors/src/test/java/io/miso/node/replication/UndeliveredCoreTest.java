package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.GCounter;
import io.miso.crdt.GSet;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Value;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.replication.Outgoing.Item;
import io.miso.node.replication.Outgoing.Question;
import io.miso.node.replication.Outgoing.Shipment;
import io.miso.node.replication.Undelivered.Delivered;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long local updates are on their way through an outbox. */
final class UndeliveredCoreTest {
  private static final ReplicaId REPLICA = new ReplicaId(1, 2, 1);
  private static final CrdtKey A = key("f", "a");
  private static final CrdtKey B = key("g", "b");
  private static final CrdtKey SET = new CrdtKey(ObjectKey.defaultOf("f"), "set", CrdtType.GSET);
  private static final long ROOMY = 1 << 20;
  private static final long RESEND_MS = 1_000;

  private final Outbox outbox = outbox(ROOMY, ROOMY);
  private final Undelivered undelivered = outbox.undelivered();

  @Test
  void changeIsAsOldAsTheFirstOfTheUpdatesThatWereJoined() {
    outbox.add(A, counted(1), 100);
    outbox.add(A, counted(2), 300);

    outbox.acknowledge(shipment(outbox).sequence());

    assertThat(undelivered.takeDelivered()).containsExactly(new Delivered(A, 100));
    assertThat(undelivered.takeDelivered()).as("each is told once").isEmpty();
  }

  @Test
  void oldestIsTheOldestAnywhereOnTheWay_andNoneOnceAllIsAcknowledged() {
    outbox.add(A, counted(1), 100);
    long first = shipment(outbox).sequence();
    outbox.add(B, counted(1), 200);
    outbox.add(A, counted(2), 300);
    assertThat(undelivered.oldestMs()).hasValue(100);
    assertThat(undelivered.oldestMsByFunction()).isEqualTo(Map.of("f", 100L, "g", 200L));

    outbox.acknowledge(first);
    assertThat(undelivered.oldestMs()).hasValue(200);
    outbox.acknowledge(shipment(outbox).sequence());

    assertThat(undelivered.oldestMs()).isEmpty();
    assertThat(undelivered.oldestMsByFunction()).isEmpty();
  }

  @Test
  void brokenStream_makesNothingYounger_andCountsItOnce() {
    outbox.add(A, counted(1), 100);
    long lost = shipment(outbox).sequence();
    outbox.streamLost();
    outbox.add(A, counted(2), 300);

    outbox.acknowledge(lost);
    assertThat(undelivered.takeDelivered()).isEmpty();
    outbox.acknowledge(shipment(outbox).sequence());

    assertThat(undelivered.takeDelivered()).containsExactly(new Delivered(A, 100));
  }

  @Test
  void whatIsOverdue_isAsOldAsBefore_andIsSentAgain() {
    outbox.add(A, counted(1), 100);
    Shipment first = shipment(outbox);
    assertThat(again(first)).containsExactly(false);

    outbox.resendOverdue(RESEND_MS + 1);
    Shipment second = shipment(outbox);

    assertThat(again(second)).containsExactly(true);
    assertThat(undelivered.oldestMs()).hasValue(100);
  }

  @Test
  void whatWasNeverSentBefore_isNotSentAgain() {
    outbox.add(A, counted(1), 100);
    outbox.streamLost();
    assertThat(again(shipment(outbox))).containsExactly(false);
    outbox.addFull(B);

    assertThat(again(shipment(outbox, counted(1)))).containsExactly(false);
  }

  @Test
  void fullStateThatTookThePlaceOfADelta_bringsTheUpdatesInIt() {
    Outbox bounded = outbox(ROOMY, 500);
    bounded.add(SET, elements(1000), 100);
    bounded.add(SET, elements(1001), 200);
    assertThat(bounded.undelivered().oldestMs()).hasValue(100);

    GSet held = elements(3);
    Shipment full = shipment(bounded, held);
    bounded.acknowledge(full.sequence());

    assertThat(full.items()).extracting(Item::state).containsExactly(held);
    assertThat(bounded.undelivered().takeDelivered()).containsExactly(new Delivered(SET, 100));
  }

  @Test
  void peerThatHasALargeStateAlready_hasTheUpdatesInIt() {
    outbox.add(SET, elements(1), 100);
    outbox.addFull(SET);
    outbox.next(key -> new Outbox.Snapshot(elements(1000), 4), 0);
    outbox.add(SET, elements(1001), 200);

    outbox.answeredSame(SET);

    assertThat(undelivered.takeDelivered()).containsExactly(new Delivered(SET, 100));
    assertThat(undelivered.oldestMs()).as("of what came after the question").hasValue(200);
  }

  @Test
  void deltaInParts_isThereWithItsLastPart() {
    Outbox small = outbox(1000, ROOMY);
    small.add(SET, elements(1000), 100);
    int parts = 0;
    for (List<Item> items = next(small); !items.isEmpty(); items = next(small)) {
      assertThat(small.undelivered().takeDelivered()).isEmpty();
      assertThat(small.undelivered().oldestMs()).hasValue(100);
      small.acknowledge(++parts);
    }

    assertThat(parts).isGreaterThan(3);
    assertThat(small.undelivered().takeDelivered()).containsExactly(new Delivered(SET, 100));
    assertThat(small.undelivered().oldestMs()).isEmpty();
  }

  @Test
  void deltaInParts_thatIsCutShort_isAsOldAsBefore_whenTheRestOfItIsThere() {
    Outbox small = outbox(1000, ROOMY);
    GSet held = elements(1000);
    small.add(SET, held, 100);
    small.acknowledge(shipment(small, held).sequence());
    Shipment lost = shipment(small, held);
    assertThat(again(small, lost)).containsOnly(false);
    small.streamLost();
    assertThat(small.undelivered().oldestMs()).hasValue(100);

    assertThat(small.next(key -> new Outbox.Snapshot(held, 4), 0))
        .containsInstanceOf(Question.class);
    small.answered(SET, elements(995).summary(16), key -> new Outbox.Snapshot(held, 4), 0);
    Shipment rest = shipment(small, held);

    assertThat(again(small, rest)).containsOnly(true);
    small.acknowledge(rest.sequence());
    assertThat(small.undelivered().takeDelivered()).containsExactly(new Delivered(SET, 100));
  }

  @Test
  void questionThatIsAskedAgain_makesNothingYounger_andWhatFollowsIsSentOnce() {
    GSet held = elements(1000);
    outbox.add(SET, elements(1), 100);
    outbox.addFull(SET);
    outbox.next(key -> new Outbox.Snapshot(held, 4), 0);
    outbox.resendOverdue(RESEND_MS + 1);
    outbox.next(key -> new Outbox.Snapshot(held, 4), RESEND_MS + 1);
    outbox.answered(SET, GSet.empty().summary(16), key -> new Outbox.Snapshot(held, 4), 0);

    Shipment shipment = shipment(outbox, held);

    assertThat(again(shipment)).containsOnly(false);
    assertThat(undelivered.oldestMs()).hasValue(100);
  }

  @Test
  void whatThePeerWantsNoMore_isNeitherDeliveredNorAwaited() {
    outbox.add(A, counted(1), 100);
    long sent = shipment(outbox).sequence();
    outbox.add(A, counted(2), 200);

    outbox.drop(A::equals);
    outbox.acknowledge(sent);

    assertThat(undelivered.takeDelivered()).isEmpty();
    assertThat(undelivered.oldestMs()).isEmpty();
  }

  @Test
  void whatIsNoLongerHeld_isNeitherDeliveredNorAwaited() {
    outbox.add(A, counted(1), 100);
    outbox.addFull(A);

    assertThat(next(outbox)).isEmpty();

    assertThat(undelivered.takeDelivered()).isEmpty();
    assertThat(undelivered.oldestMs()).isEmpty();
  }

  @Test
  void batchThatCannotBeSent_isNotDelivered() {
    outbox.add(A, counted(1), 100);
    long sequence = shipment(outbox).sequence();

    outbox.abandon(sequence);
    outbox.acknowledge(sequence);

    assertThat(undelivered.takeDelivered()).isEmpty();
  }

  @Test
  void repair_isNoLocalUpdate() {
    outbox.addFull(A);
    Shipment shipment = shipment(outbox, counted(1));
    assertThat(undelivered.oldestMs()).isEmpty();

    outbox.acknowledge(shipment.sequence());

    assertThat(undelivered.takeDelivered()).isEmpty();
  }

  private List<Boolean> again(Shipment shipment) {
    return again(outbox, shipment);
  }

  private static List<Boolean> again(Outbox outbox, Shipment shipment) {
    List<Boolean> again = new ArrayList<>();
    for (Item item : shipment.items()) {
      again.add(outbox.undelivered().isAgain(shipment.sequence(), item));
    }
    return again;
  }

  private static List<Item> next(Outbox outbox) {
    return outbox
        .next(UndeliveredCoreTest::nothingHeld, 0)
        .map(next -> ((Shipment) next).items())
        .orElse(List.of());
  }

  private static Shipment shipment(Outbox outbox) {
    return (Shipment) outbox.next(UndeliveredCoreTest::nothingHeld, 0).orElseThrow();
  }

  private static Shipment shipment(Outbox outbox, Crdt<?> held) {
    return (Shipment) outbox.next(key -> new Outbox.Snapshot(held, 4), 0).orElseThrow();
  }

  private static Outbox outbox(long batchBytes, long pendingBytes) {
    return new Outbox(new Outbox.Bounds(2, batchBytes, pendingBytes, RESEND_MS));
  }

  private static Outbox.@Nullable Snapshot nothingHeld(CrdtKey key) {
    return null;
  }

  private static CrdtKey key(String function, String name) {
    return new CrdtKey(ObjectKey.defaultOf(function), name, CrdtType.GCOUNTER);
  }

  private static Crdt<?> counted(long amount) {
    return GCounter.empty().add(REPLICA, amount).state();
  }

  private static GSet elements(int count) {
    GSet set = GSet.empty();
    for (int i = 0; i < count; i++) {
      set = set.add(REPLICA, Value.of(i)).state();
    }
    return set;
  }
}
