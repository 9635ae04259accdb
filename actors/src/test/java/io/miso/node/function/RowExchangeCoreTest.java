package io.miso.node.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.FunctionTable;
import io.miso.grpc.replication.v1.Heartbeat;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.grpc.replication.v1.PeerFrame.FrameCase;
import io.miso.node.ExpectedLog;
import io.miso.node.TestNodes;
import io.miso.node.function.RowExchange.Receiver;
import io.miso.node.identity.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RowExchangeCoreTest {
  private static final NodeId SELF = TestNodes.id(1);
  private static final NodeId PEER = TestNodes.id(2);
  private static final NodeId THIRD = TestNodes.id(3);
  private static final FunctionRow OWN = KnownRows.row(SELF, 4, "f", true);

  private FunctionView view = FunctionView.empty(SELF).own(OWN);
  private final Receiver peer = new Receiver(PEER, 1, 1 << 20);
  private final RowExchange rows = new RowExchange(TestNodes.settings(""), () -> view, peer);

  @Test
  void stream_startsWithTheOwnRow_thenAllThatIsKnown_butThePeersOwn() {
    view = view.merge(
            KnownRows.table(KnownRows.row(PEER, 1, "f", true), KnownRows.row(THIRD, 1, "f", true)))
        .gone(TestNodes.id(9), 5);

    List<PeerFrame> frames = rows.attached(peer, 0);

    assertThat(frames)
        .extracting(PeerFrame::getFrameCase)
        .containsExactly(FrameCase.FUNCTION_ROW, FrameCase.FUNCTION_TABLE);
    assertThat(frames.get(0).getFunctionRow()).isEqualTo(OWN);
    FunctionTable table = frames.get(1).getFunctionTable();
    assertThat(table.getRowsList()).containsExactly(OWN, KnownRows.row(THIRD, 1, "f", true));
    assertThat(table.getGoneList()).hasSize(1);
  }

  @Test
  void table_isCutIntoFramesThatThePeerAccepts_andNothingIsLeftOut() {
    FunctionTable.Builder many = FunctionTable.newBuilder();
    for (int i = 10; i < 500; i++) {
      many.addRows(large(TestNodes.id(i), 1_000));
    }
    view = view.merge(many.build());

    List<PeerFrame> frames = rows.attached(new Receiver(PEER, 1, 64 * 1024), 0);

    assertThat(frames).hasSizeGreaterThan(5);
    assertThat(frames).allMatch(frame -> frame.getSerializedSize() <= 64 * 1024);
    FunctionView told = FunctionView.empty(PEER);
    for (PeerFrame frame : frames) {
      told = told.merge(frame.getFunctionTable());
    }
    assertThat(told.rows()).isEqualTo(view.rows());
    assertThat(told.digest()).isEqualTo(view.digest());
  }

  @Test
  void rowThatNoFrameOfThePeerHolds_isLeftOut_andSaid() throws Exception {
    view = view.merge(KnownRows.table(large(THIRD, 70_000)));

    ExpectedLog.of(
        () -> assertThat(rows.attached(new Receiver(PEER, 1, 64 * 1024), 0)).hasSize(2),
        "the row of node " + THIRD);
  }

  @Test
  void heartbeat_saysWhichRowOfThePeerIsKnown_ofThisIncarnation() {
    assertThat(rows.heartbeat().getHeartbeat())
        .isEqualTo(Heartbeat.newBuilder()
            .setRowVersion(4)
            .setTableDigest(view.digest())
            .build());

    view = view.merge(KnownRows.table(KnownRows.row(PEER, 7, "f", true)));
    assertThat(rows.heartbeat().getHeartbeat().getKnownRowVersion()).isEqualTo(7);

    rows.attached(new Receiver(PEER, 2, 1 << 20), 0);
    assertThat(rows.heartbeat().getHeartbeat().getKnownRowVersion()).isZero();
  }

  @Test
  void rowThatWasLost_isSentAgain_onceItsAnswerIsOverdue() {
    rows.attached(peer, 0);

    assertThat(rows.heard(knowing(3), 2_000)).as("may be under way").isEmpty();
    List<PeerFrame> again = rows.heard(knowing(3), 2_001);
    assertThat(again).hasSize(1);
    assertThat(again.get(0).getFunctionRow()).isEqualTo(OWN);
    assertThat(rows.heard(knowing(3), 3_000)).as("may be under way again").isEmpty();
    assertThat(rows.heard(knowing(4), 9_000)).isEmpty();
  }

  @Test
  void row_isNotSentAgain_whereTheOthersTakeThisNodeForGone() {
    rows.attached(peer, 0);
    view = view.merge(KnownRows.gone(SELF, 5));

    assertThat(rows.heard(knowing(0), 5_000)).isEmpty();
  }

  @Test
  void table_isSentWhereDigestsDifferForLong_atMostOnceAnInterval() {
    rows.attached(peer, 0);
    view = view.merge(KnownRows.table(KnownRows.row(THIRD, 1, "f", true)));

    assertThat(rows.heard(differing(), 1_000)).isEmpty();
    assertThat(rows.heard(differing(), 11_000)).isEmpty();
    assertThat(rows.heard(differing(), 11_001)).hasSize(1);
    assertThat(rows.heard(differing(), 21_000)).isEmpty();
    assertThat(rows.heard(differing(), 21_001)).hasSize(1);
  }

  @Test
  void table_isNotSent_whereDigestsDifferOnlyNowAndThen() {
    rows.attached(peer, 0);
    for (long nowMs = 0; nowMs < 100_000; nowMs += 9_000) {
      assertThat(rows.heard(differing(), nowMs)).isEmpty();
      assertThat(rows.heard(knowing(4), nowMs + 1_000)).isEmpty();
    }
  }

  /** Of a peer whose table is equal. */
  private Heartbeat knowing(long version) {
    return Heartbeat.newBuilder()
        .setKnownRowVersion(version)
        .setTableDigest(view.digest())
        .build();
  }

  private Heartbeat differing() {
    return Heartbeat.newBuilder()
        .setKnownRowVersion(4)
        .setTableDigest(view.digest() + 1)
        .build();
  }

  private static FunctionRow large(NodeId node, int bytes) {
    return FunctionRow.newBuilder()
        .setNodeId(node.toBytes())
        .setVersion(1)
        .addFunctions(FunctionEntry.newBuilder().setFunction("f".repeat(bytes)).setRuns(true))
        .build();
  }
}
