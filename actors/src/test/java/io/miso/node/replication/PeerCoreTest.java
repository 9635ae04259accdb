package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.PNCounter;
import io.miso.crdt.ReplicaId;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.node.v1.PeerStatus.Reachability;
import io.miso.grpc.replication.v1.Batch;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.Heartbeat;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.grpc.replication.v1.PeerFrame.FrameCase;
import io.miso.node.TestNodes;
import io.miso.node.function.FunctionDirectory;
import io.miso.node.function.KnownRows;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PeerCoreTest {
  private static final ObjectKey OBJECT = ObjectKey.defaultOf("f");
  private static final CrdtKey COUNTER = new CrdtKey(OBJECT, "counter", CrdtType.PNCOUNTER);

  private FunctionDirectory directory = KnownRows.directory(TestNodes.id(1), "f");
  private final HeldCopies copies = new HeldCopies();
  private final List<Long> woken = new ArrayList<>();
  private final List<CrdtKey> acknowledged = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();
  private final List<String> ends = new ArrayList<>();
  private final Peer peer = peer(TestNodes.peer(2));

  @Test
  void peerWithoutAStream_isWaitedForByNobody() {
    peer.sync(OBJECT, had -> ran.add("synced " + had), 0);
    peer.ask(OBJECT, "counter", full -> ran.add("asked " + full), 0);
    peer.drain(key -> true, () -> ran.add("drained"), 0);

    assertThat(ran).containsExactly("synced false", "asked false", "drained");
    assertThat(peer.status(0).getReachability()).isEqualTo(Reachability.UNREACHABLE);
  }

  @Test
  void suspectedPeer_isWaitedForByNobody_untilItsNextFrame() {
    RecordedStream wire = attach(0);
    peer.sync(OBJECT, had -> ran.add("synced " + had), 8_000);
    peer.drain(key -> true, () -> ran.add("drained"), 8_000);
    peer.ask(OBJECT, "counter", full -> ran.add("asked " + full), 8_000);
    assertThat(ran).containsExactly("synced false", "drained", "asked false");
    assertThat(wire.frames(FrameCase.RESTORE_REQUEST))
        .as("what it holds is joined when it comes")
        .hasSize(1);
    assertThat(peer.status(8_000).getReachability()).isEqualTo(Reachability.SUSPECTED);

    peer.heard(Frames.acknowledgement(1), 8_000);

    peer.sync(OBJECT, had -> ran.add("synced again " + had), 8_001);
    assertThat(ran).endsWith("synced again true");
  }

  @Test
  void whatWaitedWithoutAStream_followsThePeersRow_notAHeartbeat() throws Exception {
    peer.enqueue(COUNTER, counted(5), 0, 0);
    RecordedStream wire = attach(0);

    peer.take(PeerFrame.getDefaultInstance(), 0);
    assertThat(wire.frames(FrameCase.BATCH)).isEmpty();
    peer.take(KnownRows.frame(TestNodes.id(2), 1, "f", true), 0);

    assertThat(wire.frames(FrameCase.BATCH)).hasSize(1);
  }

  @Test
  void nothingIsSent_beforeItIsKnownWhatThePeerWants() throws Exception {
    RecordedStream wire = attach(0);
    peer.enqueue(COUNTER, counted(5), 0, 0);
    assertThat(wire.frames(FrameCase.BATCH)).isEmpty();

    peer.take(KnownRows.frame(TestNodes.id(2), 1, "f", true), 0);

    assertThat(wire.frames(FrameCase.BATCH)).hasSize(1);
  }

  /** The peer does not send again what this node knows, whatever way it came. */
  @Test
  void rowThatTheStreamLost_isTakenFromWhatElseIsKnown_withTheNextHeartbeat() throws Exception {
    RecordedStream wire = attach(0);
    peer.enqueue(COUNTER, counted(5), 0, 0);
    directory = KnownRows.running(TestNodes.id(1), "f", TestNodes.id(2));
    peer.take(heartbeat(2), 0);
    assertThat(wire.frames(FrameCase.BATCH)).as("an older row is not enough").isEmpty();

    peer.take(heartbeat(1), 0);

    assertThat(wire.frames(FrameCase.BATCH)).hasSize(1);
  }

  @Test
  void streamThatIsReplaced_isClosed_andSendsNoMore() {
    RecordedStream before = attach(0);
    RecordedStream after = attach(0);

    peer.ownRow(FunctionRow.newBuilder().setVersion(2).build(), 0);

    assertThat(before.closed).isTrue();
    assertThat(after.closed).isFalse();
    assertThat(before.frames(FrameCase.FUNCTION_ROW)).hasSize(1);
    assertThat(before.frames(FrameCase.GOODBYE))
        .as("so that the other side waits for the other stream")
        .hasSize(1);
    assertThat(after.frames(FrameCase.FUNCTION_ROW)).hasSize(2);
  }

  @Test
  void tick_sendsAHeartbeat_untilTheStreamIsTakenForBroken() {
    RecordedStream wire = attach(0);

    peer.tick(10_000);
    assertThat(wire.frames(FrameCase.HEARTBEAT)).hasSize(1);
    assertThat(wire.closed).isFalse();
    peer.tick(10_001);

    assertThat(wire.frames(FrameCase.HEARTBEAT)).hasSize(1);
    assertThat(wire.closed).isTrue();
  }

  @Test
  void silentPeer_isTakenForLost_withoutWaitingForTheNetworkToNotice() {
    StreamLink link = link(new RecordedStream());
    peer.attached(TestNodes.peer(2), link, 0);

    peer.tick(10_001);
    peer.tick(11_001);
    link.onClosed(null);

    assertThat(ends).hasSize(1).first().asString().contains("silent for 10001 ms");
    assertThat(peer.status(10_001).getReachability()).isEqualTo(Reachability.UNREACHABLE);
  }

  @Test
  void brokenStream_endsSyncAndDrain_atOnce() {
    attach(0);
    copies.put(COUNTER, counted(5), true);
    peer.sync(OBJECT, had -> ran.add("synced " + had), 0);
    peer.drain(key -> true, () -> ran.add("drained"), 0);
    assertThat(ran).isEmpty();

    peer.detached();

    assertThat(ran).containsExactly("synced false", "drained");
  }

  @Test
  void syncGoesOn_whereAnotherStreamTakesThePlaceOfTheOne() throws Exception {
    attach(0);
    copies.put(COUNTER, counted(5), true);
    peer.sync(OBJECT, had -> ran.add("synced " + had), 0);

    RecordedStream after = attach(0);
    assertThat(ran).isEmpty();
    peer.take(KnownRows.frame(TestNodes.id(2), 1, "f", true), 0);
    peer.take(
        Frames.acknowledgement(after.frames(FrameCase.BATCH).get(0).getBatch().getSequence()), 0);

    assertThat(ran).containsExactly("synced true");
  }

  @Test
  void drain_endsWithTheLastAcknowledgement() throws Exception {
    RecordedStream wire = attachTold(0);
    peer.enqueue(COUNTER, counted(5), 0, 0);
    peer.drain(key -> true, () -> ran.add("drained"), 0);
    assertThat(ran).isEmpty();

    peer.take(
        Frames.acknowledgement(wire.frames(FrameCase.BATCH).get(0).getBatch().getSequence()), 0);

    assertThat(ran).containsExactly("drained");
  }

  @Test
  void drain_waitsForWhatItCovers_andForNothingElse() {
    attach(0);
    peer.enqueue(COUNTER, counted(5), 0, 0);
    peer.drain(key -> key.object().function().equals("g"), () -> ran.add("drained"), 0);

    assertThat(ran).containsExactly("drained");
  }

  @Test
  void syncThatStoppedWaiting_isNotToldOfALateAcknowledgement() throws Exception {
    RecordedStream wire = attachTold(0);
    copies.put(COUNTER, counted(5), true);
    Consumer<Boolean> synced = had -> ran.add("synced");
    peer.sync(OBJECT, synced, 0);

    peer.stopWaiting(synced);
    peer.take(
        Frames.acknowledgement(wire.frames(FrameCase.BATCH).get(0).getBatch().getSequence()), 0);

    assertThat(ran).isEmpty();
  }

  /** A copy looked up whom to tell just before the peer's row came. */
  @Test
  void deltaThatComesAfterThePeerUnregistered_isNotSent() throws Exception {
    RecordedStream wire = attach(0);
    peer.take(KnownRows.frame(TestNodes.id(2), 1, "f", false), 0);

    peer.enqueue(COUNTER, counted(5), 0, 0);

    assertThat(wire.frames(FrameCase.BATCH)).isEmpty();
    assertThat(peer.status(0).getUnacknowledged()).isZero();
  }

  @Test
  void whatADeletionLeft_isComparedNoMore_untilThePeerShowsThatItDoesNotHaveIt() throws Exception {
    copies.put(COUNTER, deleted(5), true);
    RecordedStream wire = attach(0);
    peer.take(KnownRows.frame(TestNodes.id(2), 1, "f", true), 0);
    assertThat(compared(wire)).isEqualTo(1);
    peer.sync(OBJECT, had -> ran.add("synced"), 0);
    peer.take(
        Frames.acknowledgement(wire.frames(FrameCase.BATCH).get(0).getBatch().getSequence()), 0);
    peer.tick(2_000);
    assertThat(compared(wire)).isZero();
    assertThat(acknowledged).containsExactly(COUNTER);

    peer.take(
        Frames.batch(Batch.newBuilder()
            .setSequence(1)
            .addUpdates(Frames.update(COUNTER, counted(5), true))
            .build()),
        2_000);
    peer.heard(PeerFrame.getDefaultInstance(), 15_000);
    peer.tick(15_000);

    assertThat(compared(wire)).isEqualTo(1);
  }

  /** How many CRDTs the last round compared. */
  private static long compared(RecordedStream wire) {
    List<PeerFrame> rounds = wire.frames(FrameCase.DIGESTS);
    return rounds
        .get(rounds.size() - 1)
        .getDigests()
        .getRanges(0)
        .getFingerprint()
        .getCount();
  }

  private static Crdt<?> deleted(long amount) {
    PNCounter counter = PNCounter.empty().add(new ReplicaId(9, 9, 1), amount).state();
    return counter.delete().state();
  }

  @Test
  void batches_keepTheirDistance_unlessSomebodyWaits() throws Exception {
    RecordedStream wire = attachTold(0);
    peer.enqueue(COUNTER, counted(1), 0, 0);
    peer.enqueue(COUNTER, counted(2), 0, 0);
    peer.enqueue(COUNTER, counted(3), 0, 0);
    assertThat(wire.frames(FrameCase.BATCH)).hasSize(1);
    assertThat(woken).containsExactly(1L);

    peer.wake(1);
    assertThat(wire.frames(FrameCase.BATCH)).hasSize(2);
    peer.enqueue(COUNTER, counted(4), 1, 1);
    peer.sync(OBJECT, had -> ran.add("synced"), 1);

    assertThat(wire.frames(FrameCase.BATCH)).hasSize(3);
  }

  @Test
  void clockThatIsSetBack_holdsNothingUp() throws Exception {
    RecordedStream wire = attachTold(100_000);
    peer.enqueue(COUNTER, counted(1), 100_000, 100_000);

    peer.enqueue(COUNTER, counted(2), 0, 0);

    assertThat(wire.frames(FrameCase.BATCH)).hasSize(2);
  }

  private static PeerFrame heartbeat(long rowVersion) {
    return PeerFrame.newBuilder()
        .setHeartbeat(Heartbeat.newBuilder().setRowVersion(rowVersion))
        .build();
  }

  /** A stream on which the peer said that it runs the function. */
  private RecordedStream attachTold(long nowMs) throws Exception {
    RecordedStream wire = attach(nowMs);
    peer.take(KnownRows.frame(TestNodes.id(2), 1, "f", true), nowMs);
    return wire;
  }

  @Test
  void lagIsFromTheFirstUpdateToTheAcknowledgement_andUntilThenItsAgeGrows() throws Exception {
    RecordedStream wire = attachTold(0);
    peer.enqueue(COUNTER, counted(1), 100, 300);
    assertThat(peer.status(350).getOldestUnacknowledgedMs()).isEqualTo(250);
    assertThat(peer.status(5_100).getOldestUnacknowledgedMs()).isEqualTo(5_000);
    assertThat(peer.status(5_100).getLag().getCount()).isZero();

    peer.take(Frames.acknowledgement(sequenceOf(wire, 0)), 5_200);
    peer.take(Frames.acknowledgement(sequenceOf(wire, 0)), 5_300);

    PeerStatus status = peer.status(6_000);
    assertThat(status.getOldestUnacknowledgedMs()).isZero();
    assertThat(status.getLag().getCount()).isEqualTo(1);
    assertThat(status.getLag().getSumMs()).isEqualTo(5_100);
    assertThat(status.getBatchesAcknowledged()).isEqualTo(1);
    assertThat(status.getTraffic(0).getLag()).isEqualTo(status.getLag());
  }

  @Test
  void updateThatWaitedForAStream_isAsOldAsItIs() throws Exception {
    peer.enqueue(COUNTER, counted(1), 100, 300);
    assertThat(peer.status(40_100).getTraffic(0).getOldestUnacknowledgedMs()).isEqualTo(40_000);
    RecordedStream wire = attach(50_000);
    peer.take(KnownRows.frame(TestNodes.id(2), 1, "f", true), 50_000);

    peer.take(Frames.acknowledgement(sequenceOf(wire, 0)), 50_100);

    assertThat(peer.status(50_100).getLag().getMaxMs()).isEqualTo(50_000);
  }

  @Test
  void everyFrameOfTheStreamIsCounted_withItsEncodedSize() throws Exception {
    RecordedStream wire = attach(0);
    List<PeerFrame> came =
        List.of(KnownRows.frame(TestNodes.id(2), 1, "f", true), Frames.acknowledgement(77));
    for (PeerFrame frame : came) {
      peer.heard(frame, 0);
      peer.take(frame, 0);
    }
    peer.enqueue(COUNTER, counted(1), 0, 0);
    peer.tick(1_000);

    PeerStatus status = peer.status(1_000);
    assertThat(wire.sent)
        .extracting(PeerFrame::getFrameCase)
        .contains(FrameCase.FUNCTION_ROW, FrameCase.DIGESTS, FrameCase.BATCH, FrameCase.HEARTBEAT);
    assertThat(status.getFramesSent()).isEqualTo(wire.sent.size());
    assertThat(status.getFrameBytesSent()).isEqualTo(bytes(wire.sent));
    assertThat(status.getFramesReceived()).isEqualTo(2);
    assertThat(status.getFrameBytesReceived()).isEqualTo(bytes(came));
    assertThat(status.getRepairRounds())
        .isEqualTo(wire.frames(FrameCase.DIGESTS).size());
  }

  private static long bytes(List<PeerFrame> frames) {
    return frames.stream().mapToLong(frame -> frame.toByteArray().length).sum();
  }

  private static long sequenceOf(RecordedStream wire, int batch) {
    return wire.frames(FrameCase.BATCH).get(batch).getBatch().getSequence();
  }

  private RecordedStream attach(long nowMs) {
    RecordedStream wire = new RecordedStream();
    StreamLink link = link(wire);
    peer.attached(TestNodes.peer(2), link, nowMs);
    assertThat(peer.uses(link)).isTrue();
    return wire;
  }

  private StreamLink link(RecordedStream wire) {
    StreamLink link = new StreamLink(true, new Silent());
    link.bind(wire);
    return link;
  }

  private Peer peer(PeerIdentity identity) {
    return new Peer(
        TestNodes.settings(""),
        identity,
        () -> directory.view(),
        copies,
        new PeerTraffic(100),
        new Peer.Effects() {
          @Override
          public void wakeAfter(long ms) {
            woken.add(ms);
          }

          @Override
          public int peers() {
            return 1;
          }

          @Override
          public void acknowledged(CrdtKey key, long version) {
            acknowledged.add(key);
          }
        });
  }

  private static Crdt<?> counted(long amount) {
    return PNCounter.empty().add(new ReplicaId(9, 9, 1), amount).state();
  }

  /** The core is told of frames by the test itself. */
  private final class Silent implements StreamLink.Receiver {
    @Override
    public void frame(StreamLink link, PeerFrame frame, CompletableFuture<akka.Done> handled) {
      throw new AssertionError(frame);
    }

    @Override
    public void closed(StreamLink link, @Nullable Throwable cause) {
      ends.add(String.valueOf(cause));
    }
  }
}
