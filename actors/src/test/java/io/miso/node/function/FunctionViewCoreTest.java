package io.miso.node.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.node.SeededCases;
import io.miso.node.TestNodes;
import io.miso.node.identity.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FunctionViewCoreTest {
  private static final NodeId SELF = TestNodes.id(1);
  private static final NodeId PEER = TestNodes.id(2);

  @Test
  void rows_mergeTheSameInAnyOrder_howeverOftenTheyCome() {
    SeededCases.forAll(getClass(), "rows_mergeTheSameInAnyOrder_howeverOftenTheyCome", random -> {
      List<Map.Entry<NodeId, FunctionRow>> rows = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        NodeId node = TestNodes.id(random.nextInt(4));
        rows.add(Map.entry(node, row(node, random.nextInt(3) - 1, random.nextInt(5) - 2)));
      }
      FunctionView inOrder = merged(rows);
      List<Map.Entry<NodeId, FunctionRow>> shuffled = new ArrayList<>(rows);
      shuffled.addAll(rows.subList(0, random.nextInt(rows.size())));
      Collections.shuffle(shuffled, random);

      assertThat(merged(shuffled).rows()).isEqualTo(inOrder.rows());
    });
  }

  @Test
  void laterIncarnation_winsOverAnyVersion_unsigned() {
    FunctionView view = FunctionView.empty(SELF).merge(PEER, row(PEER, 1, -1));

    assertThat(view.merge(PEER, row(PEER, 1, 5))).isSameAs(view);
    FunctionView later = view.merge(PEER, row(PEER, 2, 1));
    assertThat(later.rows()).containsEntry(PEER, row(PEER, 2, 1));
    assertThat(later.merge(PEER, row(PEER, 1, -1))).isSameAs(later);
    assertThat(later.merge(PEER, row(PEER, -1, 1))).isNotSameAs(later);
  }

  @Test
  void targetsAreThePeersThatRun_aRestoreAsksThoseThatHoldToo_neverThisNode() {
    NodeId holder = TestNodes.id(3);
    FunctionView view = FunctionView.empty(SELF)
        .merge(SELF, KnownRows.row(SELF, 1, "f", true))
        .merge(PEER, KnownRows.row(PEER, 1, "f", true))
        .merge(holder, KnownRows.row(holder, 1, "f", false));

    assertThat(view.interestedPeers("f")).containsExactly(PEER);
    assertThat(view.holdingPeers("f")).containsExactly(PEER, holder);
    assertThat(view.interestedPeers("g")).isEmpty();
    assertThat(view.runsHere("f")).isTrue();
    assertThat(view.runBy(holder)).isEmpty();
  }

  @Test
  void nodeThatIsForgotten_isNoTargetAnyMore() {
    FunctionView view =
        FunctionView.empty(SELF).merge(PEER, KnownRows.row(PEER, 1, "f", true)).without(PEER);

    assertThat(view.interestedPeers("f")).isEmpty();
    assertThat(view.without(PEER)).isSameAs(view);
  }

  private static FunctionView merged(List<Map.Entry<NodeId, FunctionRow>> rows) {
    FunctionView view = FunctionView.empty(SELF);
    for (Map.Entry<NodeId, FunctionRow> row : rows) {
      view = view.merge(row.getKey(), row.getValue());
    }
    return view;
  }

  /** One node writes one row under one pair of numbers. */
  private static FunctionRow row(NodeId node, long incarnation, long version) {
    Random content = new Random(incarnation * 31 + version);
    return FunctionRow.newBuilder()
        .setNodeId(node.toBytes())
        .setIncarnation(incarnation)
        .setVersion(version)
        .addFunctions(FunctionEntry.newBuilder()
            .setFunction("f" + content.nextInt(3))
            .setRuns(content.nextBoolean())
            .setHolds(true))
        .build();
  }
}
