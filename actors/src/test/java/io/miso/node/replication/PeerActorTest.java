package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.PNCounter;
import io.miso.crdt.ReplicaId;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.replication.v1.Batch;
import io.miso.grpc.replication.v1.CrdtState;
import io.miso.grpc.replication.v1.CrdtUpdate;
import io.miso.grpc.replication.v1.FunctionTable;
import io.miso.grpc.replication.v1.Heartbeat;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.grpc.replication.v1.PeerFrame.FrameCase;
import io.miso.grpc.replication.v1.RestoreAnswer;
import io.miso.node.ActorTestKitExtension;
import io.miso.node.TestNodes;
import io.miso.node.codec.StateCodec;
import io.miso.node.function.FunctionDirectory;
import io.miso.node.function.KnownRows;
import io.miso.node.operation.CrdtKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PeerActorTest {
  @RegisterExtension
  static final ActorTestKitExtension KIT = new ActorTestKitExtension();

  private static final ReplicaId ELSEWHERE = new ReplicaId(9, 9, 1);

  private final FunctionDirectory directory = KnownRows.directory(TestNodes.id(1), "f");
  private final TestScope node = new TestScope(KIT, directory);
  private final ActorRef<PeerActor.Command> peer = KIT.spawn(PeerActor.create(
      node.scope,
      TestNodes.peer(2),
      new PeersActor.Listeners(identity -> {}, nodes -> {}, identity -> {})));
  private final List<String> ends = new CopyOnWriteArrayList<>();

  @Test
  void streamStartsWithThisNodesRow_andACopyThatThePeerLacksFollows() throws Exception {
    node.add(TestScope.COUNTER, 3);
    Stream stream = attach();
    settle();
    assertThat(stream.wire.sent.get(0).getFrameCase()).isEqualTo(FrameCase.FUNCTION_ROW);
    assertThat(stream.wire.frames(FrameCase.DIGESTS)).isEmpty();
    stream.row(1, "f", true);
    assertThat(stream.wire.frames(FrameCase.DIGESTS)).hasSize(1);
    assertThat(stream.wire.frames(FrameCase.BATCH)).isEmpty();

    stream.lacksEverything();

    CrdtUpdate update = onlyUpdate(stream);
    assertThat(update.getFull()).isTrue();
    assertThat(StateCodec.decode(update.getState())).isEqualTo(published(TestScope.COUNTER));
  }

  @Test
  void whatThePeerPassesOn_andThatItLives_isToldToFunctionDiscovery() throws Exception {
    FunctionTable table = FunctionTable.newBuilder()
        .addRows(KnownRows.row(TestNodes.id(3), 1, "f", true))
        .build();
    Stream stream = attach();

    stream.frame(PeerFrame.newBuilder().setFunctionTable(table).build());
    stream.frame(
        PeerFrame.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()).build());

    assertThat(node.heard).containsExactly(table);
    assertThat(node.alive).containsExactly(TestNodes.id(2));
  }

  @Test
  void rowOfThePeer_isItsOwn_whateverNodeItNames() throws Exception {
    attach().frame(KnownRows.frame(TestNodes.id(3), 1, "f", true));

    assertThat(node.heard.get(0).getRows(0).getNodeId())
        .isEqualTo(TestNodes.id(2).toBytes());
  }

  @Test
  void peerThatIsTakenForGone_isToldNothing() throws Exception {
    node.add(TestScope.COUNTER, 3);
    KnownRows.gone(directory, TestNodes.id(2));
    Stream stream = attach();

    stream.row(1, "f", true);

    assertThat(stream.wire.frames(FrameCase.BATCH)).isEmpty();
  }

  @Test
  void peerThatDoesNotRunTheFunction_isToldNothingOfIt() throws Exception {
    node.add(TestScope.COUNTER, 3);
    Stream stream = attach();
    stream.row(1, "g", true);
    stream.row(2, "f", false);
    stream.lacksEverything();

    assertThat(stream.wire.frames(FrameCase.BATCH)).isEmpty();
  }

  @Test
  void peerThatBecomesInterestedAgain_isComparedAgain() throws Exception {
    Stream stream = attach();
    stream.row(1, "f", true);
    stream.row(2, "f", true);
    assertThat(stream.wire.frames(FrameCase.DIGESTS)).hasSize(1);

    stream.row(3, "f", false);
    stream.row(4, "f", true);

    assertThat(stream.wire.frames(FrameCase.DIGESTS)).hasSize(2);
  }

  @Test
  void whatWasNotAcknowledged_goesOutOnTheNextStream() throws Exception {
    Stream broken = attach();
    broken.row(1, "f", true);
    peer.tell(new PeerActor.Enqueue(TestScope.COUNTER, counted(5), 0));
    settle();
    assertThat(onlyUpdate(broken).getFull()).isFalse();
    broken.link.onClosed(null);

    Stream next = attach();
    next.row(1, "f", true);

    assertThat(StateCodec.decode(onlyUpdate(next).getState())).isEqualTo(counted(5));
  }

  @Test
  void batch_isAcknowledgedOnceJoined() throws Exception {
    Stream stream = attach();
    stream.frame(PeerFrame.newBuilder()
        .setBatch(Batch.newBuilder().setSequence(17).addUpdates(update(counted(5), false)))
        .build());

    assertThat(published(TestScope.COUNTER)).isEqualTo(counted(5));
    settle();
    assertThat(stream.wire.frames(FrameCase.BATCH_ACKNOWLEDGEMENT))
        .extracting(frame -> frame.getBatchAcknowledgement().getSequence())
        .containsExactly(17L);
  }

  @Test
  void malformedState_endsTheStream_andJoinsNothing() throws Exception {
    Stream stream = attach();
    PeerFrame malformed = PeerFrame.newBuilder()
        .setBatch(Batch.newBuilder()
            .setSequence(1)
            .addUpdates(update(counted(5), false))
            .addUpdates(CrdtUpdate.newBuilder().setState(CrdtState.getDefaultInstance())))
        .build();
    stream.frame(malformed);

    settle();
    assertThat(ends).singleElement().asString().contains("sent a malformed state");
    assertThat(stream.wire.closed).isTrue();
    assertThat(stream.wire.frames(FrameCase.BATCH_ACKNOWLEDGEMENT)).isEmpty();
    assertThat(node.objects.table().get(TestScope.COUNTER)).isNull();
  }

  @Test
  void streamThatClosedBeforeItWasAttached_isNotTakenForOpen() throws Exception {
    Stream stream = new Stream();
    stream.link.onClosed(null);
    stream.handOver();

    assertThat(status().getReachability()).isEqualTo(PeerStatus.Reachability.UNREACHABLE);
  }

  @Test
  void silentPeer_isSuspected_thenItsStreamIsClosed() throws Exception {
    Stream stream = attach();
    settle();
    node.clock.addAndGet(8_000);
    assertThat(status().getReachability()).isEqualTo(PeerStatus.Reachability.SUSPECTED);
    stream.frame(PeerFrame.getDefaultInstance());
    assertThat(status().getReachability()).isEqualTo(PeerStatus.Reachability.REACHABLE);

    node.clock.addAndGet(10_001);
    KIT.passes(Duration.ofSeconds(1));
    settle();

    assertThat(stream.wire.closed).isTrue();
  }

  @Test
  void sync_isAcknowledgedOnceThePeerHasWhatWasJoinedFromOthersToo() throws Exception {
    Stream stream = attach();
    stream.row(1, "f", true);
    node.join(TestScope.COUNTER, 7);
    List<PeerActor.SyncAnswer> answers = sync();

    settle();
    assertThat(answers).isEmpty();
    assertThat(StateCodec.decode(onlyUpdate(stream).getState()))
        .isEqualTo(published(TestScope.COUNTER));
    stream.acknowledge();

    assertThat(answers).extracting(PeerActor.SyncAnswer::acknowledged).containsExactly(true);
  }

  @Test
  void syncWithoutAStream_saysSo() throws Exception {
    List<PeerActor.SyncAnswer> answers = sync();
    settle();

    assertThat(answers).extracting(PeerActor.SyncAnswer::acknowledged).containsExactly(false);
  }

  @Test
  void syncWhoseStreamBreaks_orWhosePeerIsForgotten_saysSoAtOnce() throws Exception {
    Stream stream = attach();
    stream.row(1, "f", true);
    node.join(TestScope.COUNTER, 7);
    List<PeerActor.SyncAnswer> broken = sync();
    settle();
    assertThat(broken).isEmpty();

    stream.link.onClosed(null);
    settle();

    assertThat(broken).extracting(PeerActor.SyncAnswer::acknowledged).containsExactly(false);
    attach();
    List<PeerActor.SyncAnswer> forgotten = sync();
    settle(); // a stop overtakes messages; whoever asks watches the actor for that
    KIT.stop(peer);
    assertThat(forgotten).extracting(PeerActor.SyncAnswer::acknowledged).containsExactly(false);
  }

  @Test
  void stateLargerThanThePeerAccepts_isNeverTakenForAcknowledged() throws Exception {
    ActorRef<PeerActor.Command> narrow = KIT.spawn(PeerActor.create(
        node.scope,
        new PeerIdentity(TestNodes.id(3), 1, "narrow", TestNodes.peer(3).address(), 64 * 1024),
        new PeersActor.Listeners(identity -> {}, nodes -> {}, identity -> {})));
    RecordedStream wire = new RecordedStream();
    StreamLink link = new StreamLink(true, PeerActor.receiver(narrow));
    link.bind(wire);
    narrow.tell(new PeerActor.Attached(
        new PeerIdentity(TestNodes.id(3), 1, "narrow", TestNodes.peer(3).address(), 64 * 1024),
        link));
    link.handTo(PeerActor.receiver(narrow));
    link.onFrame(KnownRows.frame(TestNodes.id(3), 1, "f", true))
        .toCompletableFuture()
        .get(5, TimeUnit.SECONDS);
    for (int i = 0; i < 1000; i++) {
      CrdtKey key = new CrdtKey(TestScope.OBJECT, i + "x".repeat(200), CrdtType.PNCOUNTER);
      narrow.tell(new PeerActor.Enqueue(key, counted(1), 0));
    }
    CompletableFuture<PeerStatus> status = new CompletableFuture<>();
    narrow.tell(new PeerActor.GetStatus(status));

    assertThat(status.get(5, TimeUnit.SECONDS).getUnacknowledged()).isEqualTo(1000);
    assertThat(wire.frames(FrameCase.BATCH))
        .isNotEmpty()
        .allMatch(frame -> frame.getSerializedSize() <= 64 * 1024);
  }

  @Test
  void partialCopy_isJoinedByWhoeverAsks_butDoesNotEndTheirRestore() throws Exception {
    node.join(TestScope.COUNTER, 7);
    Stream stream = attach();
    stream.frame(Frames.restoreRequest(5, TestScope.OBJECT, "counter"));
    node.add(TestScope.COUNTER, 1);
    stream.frame(Frames.restoreRequest(6, TestScope.OBJECT, ""));

    List<RestoreAnswer> answers = stream.wire.frames(FrameCase.RESTORE_ANSWER).stream()
        .map(PeerFrame::getRestoreAnswer)
        .toList();
    assertThat(answers).extracting(RestoreAnswer::getRequest).containsExactly(5L, 6L);
    assertThat(answers).extracting(RestoreAnswer::getUpdatesCount).containsExactly(1, 1);
    assertThat(answers).extracting(RestoreAnswer::getComplete).containsExactly(false, true);
  }

  @Test
  void answerOfAPeer_isJoinedBeforeTheRestoreHearsOfIt() throws Exception {
    Stream stream = attach();
    List<String> heard = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      peer.tell(new PeerActor.Ask(
          TestScope.OBJECT,
          "counter",
          full -> heard.add(full + " " + (node.objects.table().get(TestScope.COUNTER) != null))));
    }
    settle();
    List<Long> requests = stream.wire.frames(FrameCase.RESTORE_REQUEST).stream()
        .map(frame -> frame.getRestoreRequest().getRequest())
        .toList();
    stream.frame(answer(requests.get(0), counted(2), true));
    stream.frame(answer(requests.get(1), counted(3), false));
    settle();

    assertThat(heard).containsExactly("true true", "false true");
  }

  @Test
  void brokenStream_answersOpenRestores() throws Exception {
    Stream stream = attach();
    List<Boolean> heard = new ArrayList<>();
    peer.tell(new PeerActor.Ask(TestScope.OBJECT, "counter", heard::add));
    stream.link.onClosed(null);
    peer.tell(new PeerActor.Ask(TestScope.OBJECT, "counter", heard::add));
    settle();

    assertThat(heard).containsExactly(false, false);
  }

  private List<PeerActor.SyncAnswer> sync() {
    List<PeerActor.SyncAnswer> answers = new CopyOnWriteArrayList<>();
    peer.tell(new PeerActor.Sync(TestScope.OBJECT, answers::add, new CompletableFuture<>()));
    return answers;
  }

  private Stream attach() {
    Stream stream = new Stream();
    stream.handOver();
    return stream;
  }

  /** Everything told before is handled. */
  private void settle() throws Exception {
    status();
  }

  private PeerStatus status() throws Exception {
    CompletableFuture<PeerStatus> status = new CompletableFuture<>();
    peer.tell(new PeerActor.GetStatus(status));
    return status.get(5, TimeUnit.SECONDS);
  }

  private Crdt<?> published(CrdtKey key) {
    return java.util.Objects.requireNonNull(node.objects.table().get(key))
        .published()
        .state();
  }

  private static CrdtUpdate onlyUpdate(Stream stream) {
    List<PeerFrame> batches = stream.wire.frames(FrameCase.BATCH);
    assertThat(batches).hasSize(1);
    assertThat(batches.get(0).getBatch().getUpdatesCount()).isEqualTo(1);
    return batches.get(0).getBatch().getUpdates(0);
  }

  private static Crdt<?> counted(long amount) {
    return PNCounter.empty().add(ELSEWHERE, amount).state();
  }

  private static CrdtUpdate update(Crdt<?> state, boolean full) {
    return Frames.update(TestScope.COUNTER, state, full);
  }

  private static PeerFrame answer(long request, Crdt<?> state, boolean complete) {
    return Frames.restoreAnswer(RestoreAnswer.newBuilder()
        .setRequest(request)
        .addUpdates(update(state, true))
        .setComplete(complete)
        .build());
  }

  private final class Stream {
    final RecordedStream wire = new RecordedStream();
    final StreamLink link = new StreamLink(true, new Noting());

    Stream() {
      link.bind(wire);
    }

    /** In the order of PeersActor. */
    void handOver() {
      peer.tell(new PeerActor.Attached(TestNodes.peer(2), link));
      link.handTo(PeerActor.receiver(peer));
    }

    void frame(PeerFrame frame) throws Exception {
      link.onFrame(frame).toCompletableFuture().get(5, TimeUnit.SECONDS);
      settle();
    }

    void row(long version, String function, boolean runs) throws Exception {
      frame(KnownRows.frame(TestNodes.id(2), version, function, runs));
    }

    /** The peer compares what it has, which is nothing. */
    void lacksEverything() throws Exception {
      frame(
          Frames.digests(new Reconciliation(new RecordedView()).start(DigestTable.of(List.of()))));
    }

    void acknowledge() throws Exception {
      for (PeerFrame batch : wire.frames(FrameCase.BATCH)) {
        frame(Frames.acknowledgement(batch.getBatch().getSequence()));
      }
    }
  }

  /** Nobody was told of the stream before. */
  private final class Noting implements StreamLink.Receiver {
    @Override
    public void frame(StreamLink link, PeerFrame frame, CompletableFuture<akka.Done> handled) {
      throw new AssertionError(frame);
    }

    @Override
    public void closed(StreamLink link, @org.jspecify.annotations.Nullable Throwable cause) {
      ends.add(String.valueOf(cause));
    }
  }
}
