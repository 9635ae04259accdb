package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.PNCounter;
import io.miso.crdt.ReplicaId;
import io.miso.grpc.node.v1.PeerStatus.Reachability;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.grpc.replication.v1.PeerFrame.FrameCase;
import io.miso.node.TestNodes;
import io.miso.node.function.KnownRows;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class PeerCoreTest {
  private static final ObjectKey OBJECT = ObjectKey.defaultOf("f");
  private static final CrdtKey COUNTER = new CrdtKey(OBJECT, "counter", CrdtType.PNCOUNTER);

  private final HeldCopies copies = new HeldCopies();
  private final Peer peer = peer(TestNodes.peer(2));
  private final List<String> ran = new ArrayList<>();

  @Test
  void peerWithoutAStream_isWaitedForByNobody() {
    assertThat(peer.sync(OBJECT, () -> ran.add("synced"), 0)).isFalse();
    peer.ask(OBJECT, "counter", full -> ran.add("asked " + full));
    peer.drain(() -> ran.add("drained"), 0);

    assertThat(ran).containsExactly("asked false", "drained");
    assertThat(peer.status(0).getReachability()).isEqualTo(Reachability.UNREACHABLE);
  }

  @Test
  void suspectedPeer_isWaitedForByNobody_untilItsNextFrame() {
    attach(0);
    assertThat(peer.sync(OBJECT, () -> ran.add("synced"), 5_001)).isFalse();
    peer.drain(() -> ran.add("drained"), 5_001);
    assertThat(ran).containsExactly("drained");

    peer.heard(5_001);

    assertThat(peer.sync(OBJECT, () -> ran.add("synced"), 5_002)).isTrue();
  }

  @Test
  void whatWaitedWithoutAStream_followsThePeersRow_notAHeartbeat() {
    peer.enqueue(COUNTER, counted(5));
    RecordedStream wire = attach(0);

    peer.take(PeerFrame.getDefaultInstance());
    assertThat(wire.frames(FrameCase.BATCH)).isEmpty();
    peer.take(Frames.row(KnownRows.row(TestNodes.id(2), 1, "f", true)));

    assertThat(wire.frames(FrameCase.BATCH)).hasSize(1);
  }

  @Test
  void streamThatIsReplaced_isClosed_andSendsNoMore() {
    RecordedStream before = attach(0);
    RecordedStream after = attach(0);

    peer.ownRow(FunctionRow.newBuilder().setVersion(2).build());

    assertThat(before.closed).isTrue();
    assertThat(after.closed).isFalse();
    assertThat(before.frames(FrameCase.FUNCTION_ROW)).hasSize(1);
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
  void drain_endsWithTheLastAcknowledgement() {
    RecordedStream wire = attach(0);
    peer.enqueue(COUNTER, counted(5));
    peer.drain(() -> ran.add("drained"), 0);
    assertThat(ran).isEmpty();

    peer.take(
        Frames.acknowledgement(wire.frames(FrameCase.BATCH).get(0).getBatch().getSequence()));

    assertThat(ran).containsExactly("drained");
  }

  @Test
  void syncThatStoppedWaiting_isNotToldOfALateAcknowledgement() {
    RecordedStream wire = attach(0);
    copies.put(COUNTER, counted(5), true);
    Runnable synced = () -> ran.add("synced");
    peer.sync(OBJECT, synced, 0);

    peer.stopWaiting(synced);
    peer.take(
        Frames.acknowledgement(wire.frames(FrameCase.BATCH).get(0).getBatch().getSequence()));

    assertThat(ran).isEmpty();
  }

  private RecordedStream attach(long nowMs) {
    RecordedStream wire = new RecordedStream();
    StreamLink link = new StreamLink(true, new Silent());
    link.bind(wire);
    peer.attached(TestNodes.peer(2), link, nowMs);
    assertThat(peer.uses(link)).isTrue();
    return wire;
  }

  private Peer peer(PeerIdentity identity) {
    return new Peer(
        TestNodes.settings(""),
        identity,
        FunctionRow.getDefaultInstance(),
        copies,
        new PeerTraffic());
  }

  private static Crdt<?> counted(long amount) {
    return PNCounter.empty().add(new ReplicaId(9, 9, 1), amount).state();
  }

  /** The core is told of frames by the test itself. */
  private static final class Silent implements StreamLink.Receiver {
    @Override
    public void frame(StreamLink link, PeerFrame frame, CompletableFuture<akka.Done> handled) {
      throw new AssertionError(frame);
    }

    @Override
    public void closed(StreamLink link, @org.jspecify.annotations.Nullable Throwable cause) {
      throw new AssertionError(cause);
    }
  }
}
