package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.GSet;
import io.miso.crdt.PNCounter;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Value;
import io.miso.grpc.node.v1.FunctionTraffic;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.node.v1.StateTraffic;
import io.miso.grpc.replication.v1.Batch;
import io.miso.grpc.replication.v1.CrdtUpdate;
import io.miso.grpc.replication.v1.RestoreAnswer;
import io.miso.grpc.replication.v1.RestoreRequest;
import io.miso.grpc.replication.v1.SummaryAnswer;
import io.miso.node.ExpectedLog;
import io.miso.node.TestNodes;
import io.miso.node.codec.SummaryCodec;
import io.miso.node.function.KnownRows;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ShippingCoreTest {
  private static final ObjectKey OBJECT = ObjectKey.defaultOf("f");
  private static final CrdtKey LARGE = new CrdtKey(OBJECT, "large", CrdtType.GSET);
  private static final CrdtKey SMALL = new CrdtKey(OBJECT, "small", CrdtType.PNCOUNTER);
  private static final ReplicaId REPLICA = new ReplicaId(9, 9, 1);
  private static final PeerIdentity NARROW =
      new PeerIdentity(TestNodes.id(3), 1, "narrow", TestNodes.peer(3).address(), 64 * 1024);

  private final Outbox outbox = new Outbox(new Outbox.Bounds(2, 32 * 1024, 1 << 20, 1_000));
  private final HeldCopies copies = new HeldCopies();
  private final List<RestoreAnswer> answers = new ArrayList<>();
  private final PeerTraffic traffic = new PeerTraffic(100);
  private final Shipping shipping = new Shipping(outbox, copies, traffic);

  @Test
  void fullState_isTheOneHeldWhenItsTurnComes() {
    outbox.addFull(SMALL);
    copies.put(SMALL, counted(1), true);
    copies.put(SMALL, counted(2), true);

    Batch batch = shipping.next(NARROW, 0).orElseThrow().getBatch();

    assertThat(batch.getUpdates(0)).isEqualTo(Frames.update(SMALL, counted(2), true));
    assertThat(shipping.next(NARROW, 0)).isEmpty();
  }

  @Test
  void entryLargerThanThePeerAccepts_holdsUpNothingElse_andIsNotCountedAsSent() throws Exception {
    traffic.ownRow(KnownRows.row(TestNodes.id(1), 1, "f", true));
    outbox.add(LARGE, large());
    outbox.add(SMALL, counted(1));

    assertThat(shipping.next(NARROW, 0).orElseThrow().getBatch().getUpdatesList())
        .extracting(update -> update.getAddress().getName())
        .containsExactly("small");
    ExpectedLog.of(() -> assertThat(shipping.next(NARROW, 0)).isEmpty(), "stays unsent");

    PeerStatus.Builder status = PeerStatus.newBuilder();
    traffic.into(status, outbox.undelivered(), 0);
    assertThat(status.getBatchesSent()).isEqualTo(1);
    assertThat(status.getBatchesUnsent()).isEqualTo(1);
    assertThat(status.getTrafficList())
        .extracting(FunctionTraffic::getStatesSent)
        .containsExactly(1L);
  }

  @Test
  void bytesOfEachKind_areThoseOfTheUpdatesThatWent() throws Exception {
    traffic.ownRow(KnownRows.row(TestNodes.id(1), 1, "f", true));
    GSet set = elements(1_000);
    copies.put(SMALL, counted(7), true);
    copies.put(LARGE, set, true);
    outbox.add(SMALL, counted(1), 0);
    CrdtUpdate delta = onlyUpdate(0);
    outbox.addFull(SMALL);
    CrdtUpdate full = onlyUpdate(0);
    outbox.resendOverdue(1_001);
    CrdtUpdate again = onlyUpdate(1_001);
    outbox.addFull(LARGE);
    assertThat(shipping.next(NARROW, 1_001).orElseThrow().hasSummaryRequest()).isTrue();
    shipping.answered(
        SummaryAnswer.newBuilder()
            .setAddress(Frames.address(OBJECT, LARGE.name()))
            .setType(LARGE.type().number())
            .setSummary(SummaryCodec.encode(elements(999).summary(16)))
            .build(),
        1_001);
    CrdtUpdate difference = onlyUpdate(1_001);

    PeerStatus.Builder status = PeerStatus.newBuilder();
    traffic.into(status, outbox.undelivered(), 0);
    assertThat(status.getSent())
        .isEqualTo(StateTraffic.newBuilder()
            .setDeltas(1)
            .setDeltaBytes(delta.getSerializedSize())
            .setFullStates(1)
            .setFullStateBytes(full.getSerializedSize())
            .setDifferences(1)
            .setDifferenceBytes(difference.getSerializedSize())
            .setAgain(1)
            .setAgainBytes(again.getSerializedSize())
            .build());
    assertThat(status.getTraffic(0).getSent()).isEqualTo(status.getSent());
    assertThat(status.getBatchesSent()).isEqualTo(4);
    assertThat(status.getBatchesSentAgain()).isEqualTo(1);
    assertThat(status.getQuestionsAsked()).isEqualTo(1);
  }

  @Test
  void largeState_isWithThePeerBeforeTheAnswerSaysSo() throws Exception {
    copies.put(LARGE, elements(1_000), true);
    ask();
    assertThat(answers).isEmpty();
    assertThat(shipping.next(NARROW, 0).orElseThrow().hasSummaryRequest()).isTrue();

    shipping.answered(
        SummaryAnswer.newBuilder()
            .setAddress(Frames.address(OBJECT, LARGE.name()))
            .setType(LARGE.type().number())
            .setSame(true)
            .build(),
        0);

    assertThat(answers).extracting(RestoreAnswer::getComplete).containsExactly(true);
  }

  @Test
  void answerWhoseLargeStateIsNoLongerSent_isNotComplete() {
    copies.put(LARGE, elements(1_000), true);
    ask();

    outbox.drop(LARGE::equals);

    assertThat(answers).extracting(RestoreAnswer::getComplete).containsExactly(false);
  }

  @Test
  void moreAnswersThanMayWait_goAtOnce_andAreNotComplete() {
    copies.put(LARGE, elements(1_000), true);
    for (int i = 0; i < 101; i++) {
      ask();
    }
    assertThat(answers).extracting(RestoreAnswer::getComplete).containsExactly(false);

    outbox.streamLost();
    answers.clear();
    ask();

    assertThat(answers).as("there is room again").isEmpty();
  }

  private void ask() {
    RestoreRequest request =
        RestoreRequest.newBuilder().setAddress(Frames.address(OBJECT, "")).build();
    shipping.answer(request, NARROW, frame -> answers.add(frame.getRestoreAnswer()));
  }

  private CrdtUpdate onlyUpdate(long nowMs) {
    Batch batch = shipping.next(NARROW, nowMs).orElseThrow().getBatch();
    assertThat(batch.getUpdatesCount()).isEqualTo(1);
    return batch.getUpdates(0);
  }

  private static GSet elements(int count) {
    GSet set = GSet.empty();
    for (int i = 0; i < count; i++) {
      set = set.add(REPLICA, Value.of(i)).state();
    }
    return set;
  }

  private static Crdt<?> large() {
    return GSet.empty().add(REPLICA, Value.of("x".repeat(70 * 1024))).state();
  }

  private static Crdt<?> counted(long amount) {
    return PNCounter.empty().add(REPLICA, amount).state();
  }
}
