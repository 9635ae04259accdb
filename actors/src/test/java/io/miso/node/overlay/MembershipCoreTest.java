package io.miso.node.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.grpc.replication.v1.Goodbye;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.grpc.replication.v1.PeerFrame.FrameCase;
import io.miso.node.ExpectedLog;
import io.miso.node.RecordedLog;
import io.miso.node.TestNodes;
import io.miso.node.identity.NodeId;
import io.miso.node.overlay.PeerFinder.Candidate;
import io.miso.node.replication.Frames;
import io.miso.node.replication.PeerFaultException;
import io.miso.node.replication.PeerIdentity;
import io.miso.node.replication.RecordedStream;
import io.miso.node.replication.StreamLink;
import io.miso.node.settings.NodeSettings;
import io.miso.node.settings.NodeSettings.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Dialling and membership together: what a stream's fate leads to. */
final class MembershipCoreTest {
  private static final NodeSettings SETTINGS =
      TestNodes.settings("peers.redial-jitter = 0\npeers.max-connected = 3\npeers.max-gone = 2");
  private static final Seed SEED = new Seed("10.0.0.9", 5001);
  private static final Seed OWN = new Seed("10.0.0.5", 5001);
  private static final NodeId SELF = TestNodes.id(5);

  private final List<String> effects = new ArrayList<>();
  private final Map<String, Runnable> later = new LinkedHashMap<>();
  private final PeerStreams streams = new PeerStreams(SELF, SETTINGS.peers().maxConnected());
  private final FirstRound firstRound = new FirstRound();
  private final Dialling dialling = new Dialling(
      SELF,
      new AddressBook(SETTINGS.peers(), new Random(1)),
      firstRound,
      streams,
      new RecordedDials());
  private final Membership membership = new Membership(
      new Handshake(SELF, 1, 5, SETTINGS),
      SETTINGS,
      streams,
      dialling,
      new Notices(10),
      new RecordedPeers());

  @Test
  void peerThatOpensAStream_isAnsweredWithAHello_andAttached() {
    Stream stream = new Stream(null);

    stream.first(hello(9, 1));

    assertThat(stream.wire.sent)
        .extracting(PeerFrame::getFrameCase)
        .containsExactly(FrameCase.HELLO);
    assertThat(stream.wire.sent.get(0).getHello().getHost()).isEqualTo(OWN.host());
    assertThat(effects).containsExactly("attach node-9", "introduce 1");
  }

  @Test
  void peerThatWasDialled_isAttached_withoutASecondHello() {
    seed();
    Stream stream = new Stream(SEED);

    stream.first(hello(9, 0));

    assertThat(stream.wire.sent).isEmpty();
    assertThat(effects).containsExactly("dial " + SEED, "attach node-9", "introduce 1");
  }

  @Test
  void brokenStream_isDialledAgain_whereItWasOpenedTo_elseWhereThePeerSaysItIs() {
    seed();
    Stream dialled = new Stream(SEED);
    dialled.first(hello(9, 0));
    Stream accepted = new Stream(null);
    accepted.first(hello(8, 1));
    effects.clear();

    membership.ended(dialled.link, null);
    membership.ended(accepted.link, null);
    membership.ended(accepted.link, null);

    assertThat(effects)
        .containsExactly("dial " + SEED + " after 200 ms", "dial 10.0.0.8:5001 after 200 ms");
  }

  @Test
  void dialThatFails_isRememberedOnce_andTriedAgain() {
    seed();
    membership.ended(new Stream(SEED).link, null);
    dialling.due(SEED);
    membership.timedOut(new Stream(SEED).link);

    assertThat(effects)
        .containsExactly(
            "dial " + SEED,
            "remember " + SEED,
            "dial " + SEED + " after 200 ms",
            "dial " + SEED,
            "dial " + SEED + " after 400 ms");
    assertThat(dialling.stillUnreachable(SEED)).isTrue();
  }

  @Test
  void duplicate_isToldWhereTheOtherStreamLeads_andNotDialledAgain() {
    seed();
    Stream dialled = new Stream(SEED);
    dialled.first(hello(9, 0));
    Stream accepted = new Stream(null);
    effects.clear();

    accepted.first(hello(9, 1));

    Goodbye goodbye = accepted.wire.sent.get(0).getGoodbye();
    assertThat(goodbye.getReason()).isEqualTo(Goodbye.Reason.DUPLICATE_STREAM);
    assertThat(NodeId.of(goodbye.getNodeId())).isEqualTo(SELF);
    membership.ended(accepted.link, null);
    assertThat(effects).isEmpty();
  }

  @Test
  void refusalAsADuplicate_isBelieved_onlyWhereThereIsAnotherStream() {
    PeerFrame duplicate = new Handshake(TestNodes.id(9), 1, 9, SETTINGS).duplicate();
    seed();
    Stream first = new Stream(SEED);
    first.first(duplicate);
    membership.ended(first.link, null);
    assertThat(effects).contains("dial " + SEED + " after 200 ms");
    new Stream(null).first(hello(9, 1));
    effects.clear();

    Stream second = new Stream(SEED);
    second.first(duplicate);
    membership.ended(second.link, null);

    assertThat(effects).isEmpty();
  }

  @Test
  void newIdAtTheAddressOfAnother_removesTheOther_onceThatHasNoStream() {
    Stream old = new Stream(null);
    old.first(hello(9, 1));
    membership.ended(old.link, null);
    effects.clear();

    new Stream(null).first(hello(10, "10.0.0.9", 1));

    assertThat(effects)
        .containsExactly(
            "remove " + TestNodes.id(9) + " for good", "attach node-10", "introduce 1");
  }

  @Test
  void newIdThatIsMetBeforeTheEndOfTheOld_takesItsPlaceThen() {
    Stream old = new Stream(null);
    old.first(hello(9, 1));
    new Stream(null).first(hello(10, "10.0.0.9", 1));
    effects.clear();

    membership.ended(old.link, null);

    assertThat(effects).startsWith("remove " + TestNodes.id(9) + " for good");
  }

  @Test
  void twoNodesThatLiveAtOneAddress_bothStay_andOneWarningNamesThem() throws Exception {
    new Stream(null).first(hello(9, 1));
    new Stream(null).first(hello(10, "10.0.0.9", 1));
    new Stream(null).first(hello(9, 2));

    assertThat(effects).noneMatch(effect -> effect.startsWith("remove"));
    assertThat(streams.connected(TestNodes.id(9))).isTrue();
    assertThat(streams.connected(TestNodes.id(10))).isTrue();
    ExpectedLog.of(
        () -> due("doubles"), TestNodes.id(9) + " (node-9) and " + TestNodes.id(10) + " (node-10)");
  }

  @Test
  void nodeThatWasFoundToLiveBesideAnotherAtItsAddress_isNotTakenForGone_whenItIsLost()
      throws Exception {
    Stream one = new Stream(null);
    one.first(hello(9, 1));
    new Stream(null).first(hello(10, "10.0.0.9", 1));
    ExpectedLog.of(() -> due("doubles"), "both live");
    effects.clear();

    membership.ended(one.link, null);

    assertThat(effects).startsWith("remove " + TestNodes.id(9));
  }

  @Test
  void moreStrangersOrPeersThanTheLimit_areRefused_andTheOthersStay() throws Exception {
    for (int node = 7; node <= 9; node++) {
      new Stream(null).first(hello(node, 1));
    }
    Stream fourth = new Stream(null);
    effects.clear();

    ExpectedLog.of(() -> fourth.first(hello(6, 1)), "this node has 3 peers, the limit");

    Goodbye goodbye = fourth.wire.sent.get(0).getGoodbye();
    assertThat(goodbye.getReason()).isEqualTo(Goodbye.Reason.TOO_MANY_PEERS);
    assertThat(goodbye.getDetail()).contains("miso.peers.max-connected");
    assertThat(effects).isEmpty();
    new Stream(null).first(hello(9, 2));
    assertThat(effects).contains("attach node-9");
    new Stream(null);
    new Stream(null);
    new Stream(null);
    assertThat(new Stream(null).wire.closed).isTrue();
  }

  @Test
  void peerGoneLongest_isForgotten_whereMoreAreGoneThanTheLimit() throws Exception {
    new Stream(null).first(hello(4, 1));
    for (int node = 6; node <= 7; node++) {
      goes(node);
    }
    effects.clear();

    ExpectedLog.of(() -> goes(8), "more than 2 peers are gone");
    goes(9);

    assertThat(effects.stream().filter(effect -> effect.startsWith("remove")))
        .containsExactly("remove " + TestNodes.id(6), "remove " + TestNodes.id(7));
    assertThat(streams.connected(TestNodes.id(4))).isTrue();
  }

  private void goes(long node) {
    Stream stream = new Stream(null);
    stream.first(hello(node, 1));
    membership.ended(stream.link, null);
  }

  @Test
  void secondHelloOnAStreamThatWasRefused_isNotHeard() throws Exception {
    Stream refused = new Stream(null);
    PeerFrame other = new Handshake(
            TestNodes.id(9), 1, 9, TestNodes.settings("cluster-name = other"))
        .hello(TestNodes.peer(9).address(), 1);
    ExpectedLog.of(() -> refused.first(other), "it is of cluster 'other'");
    Stream left = new Stream(SEED);
    left.first(Handshake.leaving());

    refused.first(hello(9, 1));
    left.first(hello(9, 1));

    assertThat(refused.wire.sent)
        .extracting(PeerFrame::getFrameCase)
        .containsExactly(FrameCase.GOODBYE);
    assertThat(effects).noneMatch(effect -> effect.startsWith("attach"));
  }

  @Test
  void nodeThatIsLeaving_isDialledLater_andItsRefusalIsNoFailure() {
    firstRound.expectLooks(1);
    seed();
    firstRound.looked();
    Stream stream = new Stream(SEED);

    stream.first(Handshake.leaving());
    membership.ended(stream.link, null);

    assertThat(effects).containsExactly("dial " + SEED, "dial " + SEED + " after 200 ms");
    assertThat(firstRound.isOver()).isTrue();
  }

  @Test
  void streamThatGivesWayToAnother_isNoLoss_unlessTheOtherDoesNotCome() {
    firstRound.expectLooks(1);
    seed();
    firstRound.looked();
    Stream stream = new Stream(SEED);
    stream.first(hello(9, 0));
    stream.link.onFrame(new Handshake(TestNodes.id(9), 1, 9, SETTINGS).duplicate());

    membership.ended(stream.link, null);
    assertThat(firstRound.isOver()).isFalse();
    due("between");

    assertThat(firstRound.isOver()).isTrue();
  }

  @Test
  void firstRound_doesNotWaitForTheRowOfWhoseStreamEnded() {
    firstRound.expectLooks(1);
    seed();
    firstRound.looked();
    Stream stream = new Stream(SEED);
    stream.first(hello(9, 0));

    membership.ended(stream.link, null);

    assertThat(firstRound.isOver()).isTrue();
  }

  @Test
  void nodeThatLeft_isRemoved_andOnlyItsConfiguredAddressIsDialledOn() {
    seed();
    new Stream(SEED).first(hello(9, 0));
    new Stream(null).first(hello(8, 1));
    effects.clear();

    membership.departed(TestNodes.peer(9));
    membership.departed(TestNodes.peer(8));

    assertThat(effects)
        .containsExactly(
            "remove " + TestNodes.id(9) + " for good",
            "dial " + SEED + " after 200 ms",
            "remove " + TestNodes.id(8) + " for good");
  }

  @Test
  void ownAddress_isNotDialledAgain() {
    seed();
    Stream stream = new Stream(SEED);
    effects.clear();

    stream.first(new Handshake(SELF, 1, 5, SETTINGS).hello(OWN, 0));
    membership.ended(stream.link, null);

    assertThat(stream.wire.sent.get(0).getGoodbye().getReason())
        .isEqualTo(Goodbye.Reason.SAME_NODE_ID);
    assertThat(effects).isEmpty();
  }

  @Test
  void nodeUnderTheIdOfThisOne_isRefused_andEachWritesUnderAFreshIdFromNowOn() {
    try (RecordedLog log = new RecordedLog()) {
      Stream dials = new Stream(null);
      dials.first(hello(5, 1));
      new Stream(null).first(hello(5, 2));

      Goodbye goodbye = dials.wire.sent.get(0).getGoodbye();
      assertThat(goodbye.getReason()).isEqualTo(Goodbye.Reason.COPIED_NODE_ID);
      assertThat(effects).containsExactly("renew", "renew");
      assertThat(log.onlyWarning()).contains("node-5", "10.0.0.5:5001", SELF.hex());
    }
    effects.clear();
    seed();
    Stream dialled = new Stream(SEED);
    try (RecordedLog log = new RecordedLog()) {
      dialled.first(Frames.goodbye(Goodbye.Reason.COPIED_NODE_ID, "another has it"));
      membership.ended(dialled.link, null);

      assertThat(log.onlyWarning()).contains("another has it");
      assertThat(effects)
          .containsExactly("dial " + SEED, "renew", "dial " + SEED + " after 200 ms");
    }
  }

  @Test
  void twoNodesUnderOneId_theFirstOneStays_andTheOtherIsRefused() {
    Stream first = new Stream(null);
    first.first(hello(9, 1));
    PeerFrame copys = new Handshake(TestNodes.id(9), 1, 10, TestNodes.settings("node-name = copy"))
        .hello(new Seed("10.0.0.7", 5001), 2);
    effects.clear();
    try (RecordedLog log = new RecordedLog()) {
      Stream copy = new Stream(null);
      copy.first(copys);
      membership.ended(copy.link, null);
      new Stream(null).first(copys);

      assertThat(copy.wire.sent.get(0).getGoodbye().getReason())
          .isEqualTo(Goodbye.Reason.COPIED_NODE_ID);
      assertThat(log.onlyWarning()).contains("copy (10.0.0.7:5001)", "node-9 (10.0.0.9:5001)");
    }
    assertThat(streams.links()).containsExactly(first.link);
    assertThat(first.wire.closed).isFalse();
    assertThat(effects).isEmpty();
  }

  @Test
  void nodesOfOneName_areBothTaken_andOneLineNamesThem() {
    PeerFrame namesake = new Handshake(
            TestNodes.id(8), 1, 8, TestNodes.settings("node-name = node-9"))
        .hello(new Seed("10.0.0.8", 5001), 1);
    try (RecordedLog log = new RecordedLog()) {
      new Stream(null).first(hello(9, 1));
      new Stream(null).first(namesake);
      due("doubles");
      new Stream(null).first(namesake);
      due("doubles");

      assertThat(log.about("same name"))
          .singleElement()
          .asString()
          .contains("node-9 (10.0.0.8:5001)", "node-9 (10.0.0.9:5001)", "MISO_NODE_NAME");
      assertThat(streams.peers()).hasSize(2);
    }
  }

  @Test
  void peerThatBreaksTheRules_isToldOfOnce_andTakenAgainAfterAPause() {
    try (RecordedLog log = new RecordedLog()) {
      Stream bad = new Stream(null);
      bad.first(hello(9, 1));
      effects.clear();
      membership.ended(bad.link, new PeerFaultException("sent nonsense"));
      assertThat(effects).containsExactly("dial 10.0.0.9:5001 after 200 ms");
      Stream soon = new Stream(null);
      soon.first(hello(9, 2));
      assertThat(soon.wire.sent.get(0).getGoodbye().getReason())
          .isEqualTo(Goodbye.Reason.MALFORMED);
      membership.ended(soon.link, null);

      due("barred");
      Stream worse = new Stream(null);
      worse.first(hello(9, 3));
      membership.ended(worse.link, new PeerFaultException("sent nonsense"));

      assertThat(log.lines()).hasSize(2);
      assertThat(log.onlyWarning()).contains("node-9 (10.0.0.9:5001) sent nonsense");
      due("barred");
      new Stream(null).first(hello(9, 4));
      due("lasts");
      assertThat(log.lines().get(2)).isEqualTo("INFO peer node-9 (10.0.0.9:5001) is back");
    }
  }

  @Test
  void peerWhoseStreamsBreakAtOnce_isSaidToBeLostOnce_andToBeBackWhenOneLasts() {
    try (RecordedLog log = new RecordedLog()) {
      for (int i = 1; i <= 5; i++) {
        goes(9);
      }
      new Stream(null).first(hello(9, 6));
      due("lasts");

      assertThat(log.lines().stream().map(line -> line.replaceAll(" \\(.*", "")))
          .containsExactly("INFO peer node-9", "INFO peer node-9", "INFO peer node-9");
      assertThat(log.lines().get(0)).endsWith("connected");
      assertThat(log.lines().get(1)).contains("is lost");
      assertThat(log.lines().get(2)).endsWith("is back");
    }
  }

  @Test
  void peerThatLasted_isSaidToBeBackAtOnce() {
    Stream stream = new Stream(null);
    stream.first(hello(9, 1));
    due("lasts");
    try (RecordedLog log = new RecordedLog()) {
      membership.ended(stream.link, null);
      new Stream(null).first(hello(9, 2));

      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(1)).endsWith("is back");
    }
  }

  @Test
  void strangersThatDoNoGood_areToldOfOnceForEachHostAndFault() {
    try (RecordedLog log = new RecordedLog()) {
      for (int i = 0; i < 20; i++) {
        membership.ended(new Stream(null).link, new PeerFaultException("sent nonsense"));
        membership.timedOut(new Stream(null).link);
        new Stream(null).first(Frames.goodbye(Goodbye.Reason.OTHER_CLUSTER, "I refuse you"));
      }

      assertThat(log.lines()).hasSize(3);
    }
  }

  @Test
  void nodeThatLeaves_saysGoodbye_andMeetsNobodyAnyMore() {
    Stream stream = new Stream(null);
    stream.first(hello(9, 1));
    Stream late = new Stream(null);
    effects.clear();

    membership.leave();
    late.first(hello(8, 1));
    membership.ended(stream.link, null);

    assertThat(stream.wire.sent.get(1).getGoodbye().getForGood()).isTrue();
    Goodbye goodbye = late.wire.sent.get(0).getGoodbye();
    assertThat(goodbye.getReason()).isEqualTo(Goodbye.Reason.SHUTTING_DOWN);
    assertThat(late.wire.closed).isTrue();
    assertThat(effects).isEmpty();
  }

  @Test
  void nodeThatLeaves_dialsNobody_whateverIsFoundMeanwhile() {
    new Stream(null).first(hello(9, 1));
    effects.clear();

    membership.leave();
    seed();
    dialling.found(
        new Candidate(Optional.of(TestNodes.id(8)), List.of(TestNodes.peer(8).address())), false);

    assertThat(effects).isEmpty();
  }

  @Test
  void firstRound_waitsForTheRowOfWhomADialLedTo() {
    firstRound.expectLooks(1);
    seed();
    firstRound.looked();
    new Stream(SEED).first(hello(9, 0));
    assertThat(firstRound.isOver()).isFalse();

    membership.rowReceived(TestNodes.id(9));

    assertThat(firstRound.isOver()).isTrue();
  }

  @Test
  void answerThatComesAfterTheTimeout_isTaken_andNothingIsDialledAgain() {
    seed();
    Stream slow = new Stream(SEED);
    assertThat(membership.timedOut(slow.link)).as("goes on waiting").isTrue();
    assertThat(effects).endsWith("dial " + SEED + " after 200 ms");
    effects.clear();

    slow.first(hello(9, 0));
    dialling.due(SEED);

    assertThat(effects).containsExactly("attach node-9", "introduce 1");
    assertThat(slow.wire.closed).isFalse();
  }

  @Test
  void answerThatComesAfterASecondDial_givesWayToThatOnes() {
    seed();
    Stream slow = new Stream(SEED);
    membership.timedOut(slow.link);
    dialling.due(SEED);
    Stream second = new Stream(SEED);
    effects.clear();

    slow.first(hello(9, 0));
    second.first(hello(9, 0));
    membership.ended(slow.link, null);

    assertThat(effects)
        .containsExactly("attach node-9", "introduce 1", "attach node-9", "introduce 1");
    assertThat(streams.links()).containsExactly(second.link);
  }

  @Test
  void dialThatIsOverdueTwice_isGivenUp_andWhoeverAnswersItLosesNoPeer() {
    seed();
    Stream silent = new Stream(SEED);
    membership.timedOut(silent.link);
    dialling.due(SEED);
    new Stream(SEED);
    effects.clear();

    assertThat(membership.timedOut(silent.link)).isFalse();
    membership.ended(silent.link, null);

    assertThat(silent.wire.sent.get(0).getGoodbye().getReason())
        .isEqualTo(Goodbye.Reason.DUPLICATE_STREAM);
    assertThat(silent.wire.closed).isTrue();
    assertThat(effects).isEmpty();
  }

  @Test
  void refusalOfADialThatIsOverdue_isLeftToTheNextDial() {
    seed();
    Stream slow = new Stream(SEED);
    membership.timedOut(slow.link);
    effects.clear();

    slow.first(Frames.goodbye(Goodbye.Reason.OTHER_CLUSTER, "another cluster"));
    membership.ended(slow.link, null);

    assertThat(slow.wire.closed).isTrue();
    assertThat(effects).isEmpty();
  }

  @Test
  void nodesThatFindEachOther_openOneStream_theOneOfTheLowerIdDials() {
    found(9);
    found(2);
    assertThat(effects).containsExactly("dial 10.0.0.9:5001", "dial 10.0.0.2:5001 after 2000 ms");
    new Stream(null).first(hello(2, 1));
    effects.clear();

    dialling.due(TestNodes.peer(2).address());
    found(2);

    assertThat(effects).isEmpty();
  }

  @Test
  void nodeOfALowerIdThatDoesNotDial_isDialled() {
    found(2);
    effects.clear();

    dialling.due(TestNodes.peer(2).address());

    assertThat(effects).containsExactly("dial 10.0.0.2:5001");
  }

  @Test
  void firstRound_waitsForTheStreamOfWhomIsToDial_whereverItIs() {
    Seed other = new Seed("10.0.1.2", 5001);
    firstRound.expectLooks(1);
    dialling.found(
        new Candidate(Optional.of(TestNodes.id(2)), List.of(TestNodes.peer(2).address(), other)),
        false);
    firstRound.looked();
    new Stream(null).first(hello(2, 1));
    assertThat(firstRound.isOver()).isFalse();

    membership.rowReceived(TestNodes.id(2));

    assertThat(firstRound.isOver()).isTrue();
  }

  @Test
  void firstRound_waitsForOneAddressOfANodeThatDoesNotAnswer() {
    Seed address = TestNodes.peer(2).address();
    Seed other = new Seed("10.0.1.2", 5001);
    firstRound.expectLooks(1);
    dialling.found(new Candidate(Optional.of(TestNodes.id(2)), List.of(address, other)), false);
    firstRound.looked();
    dialling.due(address);
    dialling.due(other);
    assertThat(firstRound.isOver()).isFalse();

    membership.ended(new Stream(address).link, null);

    assertThat(firstRound.isOver()).isTrue();
  }

  /** The time has come for whatever was put off for the reason. */
  private void due(String reason) {
    List<String> due = later.keySet().stream()
        .filter(subject -> subject.startsWith("[" + reason))
        .toList();
    assertThat(due).isNotEmpty();
    due.forEach(subject -> Objects.requireNonNull(later.remove(subject)).run());
  }

  private void found(long node) {
    dialling.found(
        new Candidate(
            Optional.of(TestNodes.id(node)), List.of(TestNodes.peer(node).address())),
        false);
  }

  private void seed() {
    dialling.found(new Candidate(Optional.empty(), List.of(SEED)), true);
  }

  private static PeerFrame hello(long node, long stream) {
    return hello(node, "10.0.0." + node, stream);
  }

  private static PeerFrame hello(long node, String host, long stream) {
    return new Handshake(TestNodes.id(node), 1, 9, TestNodes.settings("node-name = node-" + node))
        .hello(new Seed(host, 5001), stream);
  }

  /** A stream and its link. */
  private final class Stream {
    final RecordedStream wire = new RecordedStream();
    final StreamLink link;

    Stream(@Nullable Seed dialled) {
      link = new StreamLink(dialled != null, new SilentReceiver());
      link.bind(wire);
      if (dialled == null) {
        membership.opened(link);
      } else {
        streams.dialled(link, dialled);
      }
    }

    void first(PeerFrame frame) {
      membership.firstFrame(link, frame, () -> {});
    }
  }

  private final class RecordedDials implements Dialling.Effects {
    @Override
    public void dial(Seed address) {
      effects.add("dial " + address);
    }

    @Override
    public void dialLater(Seed address, Duration delay) {
      effects.add("dial " + address + " after " + delay.toMillis() + " ms");
    }

    @Override
    public void remember(Seed address, @Nullable Throwable cause) {
      effects.add("remember " + address);
    }
  }

  private final class RecordedPeers implements Membership.Effects {
    @Override
    public Seed ownAddressTowards(Seed peer) {
      return OWN;
    }

    @Override
    public void attach(PeerIdentity peer, StreamLink link, Runnable attached) {
      effects.add("attach " + peer.name());
      attached.run();
    }

    @Override
    public void introduce(PeerFrame knownNodes) {
      effects.add("introduce " + knownNodes.getKnownNodes().getNodesCount());
    }

    @Override
    public void remove(NodeId id, boolean forGood) {
      effects.add("remove " + id + (forGood ? " for good" : ""));
    }

    @Override
    public void nodeIdIsCopied() {
      effects.add("renew");
    }

    @Override
    public void later(Object subject, Duration delay, Runnable action) {
      later.put(subject.toString(), action);
    }
  }
}
