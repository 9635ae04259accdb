package io.miso.node.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.FunctionTable;
import io.miso.grpc.replication.v1.GoneNode;
import io.miso.node.SeededCases;
import io.miso.node.TestNodes;
import io.miso.node.identity.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RowTableCoreTest {
  private static final NodeId SELF = TestNodes.id(1);
  private static final NodeId PEER = TestNodes.id(2);

  @Test
  void whatOthersSay_mergesTheSameInAnyOrder_howeverOftenItComes() {
    SeededCases.forAll(
        getClass(), "whatOthersSay_mergesTheSameInAnyOrder_howeverOftenItComes", random -> {
          List<FunctionTable> heard = new ArrayList<>();
          for (int i = 0; i < 30; i++) {
            heard.add(anything(random));
          }
          RowTable inOrder = merged(heard);
          List<FunctionTable> shuffled = new ArrayList<>(heard);
          shuffled.addAll(heard.subList(0, random.nextInt(heard.size())));
          Collections.shuffle(shuffled, random);

          assertThat(merged(shuffled).rows()).isEqualTo(inOrder.rows());
          assertThat(merged(shuffled).marks()).isEqualTo(inOrder.marks());
          assertThat(merged(shuffled).digest()).isEqualTo(inOrder.digest());
        });
  }

  @Test
  void laterIncarnation_winsOverAnyVersion_unsigned() {
    RowTable table = RowTable.empty(SELF).merge(KnownRows.table(row(PEER, 1, -1)));

    assertThat(table.merge(KnownRows.table(row(PEER, 1, 5)))).isSameAs(table);
    RowTable later = table.merge(KnownRows.table(row(PEER, 2, 1)));
    assertThat(later.rows()).containsEntry(PEER, row(PEER, 2, 1));
    assertThat(later.merge(KnownRows.table(row(PEER, 1, -1)))).isSameAs(later);
    assertThat(later.merge(KnownRows.table(row(PEER, -1, 1)))).isNotSameAs(later);
  }

  @Test
  void nodeThatIsGone_hasNoRow_whateverIsPassedOnOfIt() {
    RowTable table =
        RowTable.empty(SELF).merge(KnownRows.table(row(PEER, 1, 1))).gone(PEER, 7);

    assertThat(table.rows()).isEmpty();
    assertThat(table.merge(KnownRows.table(row(PEER, 9, 9))).rows()).isEmpty();
  }

  @Test
  void thisNodesRow_isWrittenByItAlone_andStaysWhereOthersTakeItForGone() {
    RowTable table = RowTable.empty(SELF).own(row(SELF, 1, 2));
    assertThat(table.merge(KnownRows.table(row(SELF, 1, 3)))).isSameAs(table);

    RowTable forgotten = table.merge(KnownRows.gone(SELF, 7));

    assertThat(forgotten.row(SELF)).isEqualTo(row(SELF, 1, 2));
    assertThat(forgotten.digest())
        .as("equal to that of nodes that have no such row")
        .isEqualTo(RowTable.empty(PEER).merge(KnownRows.gone(SELF, 7)).digest());
  }

  @Test
  void digest_tellsRowsVersionsAndMarksApart_butNotWhenANodeWasFoundGone() {
    RowTable none = RowTable.empty(SELF);
    RowTable one = none.merge(KnownRows.table(row(PEER, 1, 1)));
    RowTable newer = none.merge(KnownRows.table(row(PEER, 1, 2)));
    RowTable gone = none.gone(PEER, 1);

    assertThat(List.of(none.digest(), one.digest(), newer.digest(), gone.digest()))
        .doesNotHaveDuplicates();
    assertThat(none.gone(PEER, 99).digest()).isEqualTo(gone.digest());
  }

  @Test
  void oldestMarks_giveWay_beyondTheBound() {
    FunctionTable.Builder many = FunctionTable.newBuilder();
    for (int i = 0; i < RowTable.MOST; i++) {
      many.addGone(
          GoneNode.newBuilder().setNodeId(TestNodes.id(100 + i).toBytes()).setGoneAtMs(100 + i));
    }
    RowTable full = RowTable.empty(SELF).merge(many.build());

    RowTable later = full.merge(KnownRows.gone(PEER, 1_000_000));

    assertThat(later.gone())
        .hasSize(RowTable.MOST)
        .contains(PEER)
        .doesNotContain(TestNodes.id(100));
    assertThat(full.merge(KnownRows.gone(PEER, 1))).isSameAs(full);
  }

  @Test
  void rowsBeyondTheBound_areNotTakenIn_andThoseKnownStillChange() {
    FunctionTable.Builder many = FunctionTable.newBuilder();
    for (int i = 0; i < RowTable.MOST + 5; i++) {
      many.addRows(row(TestNodes.id(100 + i), 1, 1));
    }
    RowTable full = RowTable.empty(SELF).merge(many.build());

    assertThat(full.rows()).hasSize(RowTable.MOST);
    RowTable changed = full.merge(KnownRows.table(row(TestNodes.id(100), 1, 2)));
    assertThat(changed.row(TestNodes.id(100))).isEqualTo(row(TestNodes.id(100), 1, 2));
  }

  @Test
  void rowOrMarkWithoutANodeId_meansNothing() {
    FunctionTable garbage = FunctionTable.newBuilder()
        .addRows(FunctionRow.newBuilder().setVersion(1))
        .addGone(GoneNode.newBuilder().setNodeId(ByteString.copyFromUtf8("short")))
        .build();
    RowTable table = RowTable.empty(SELF);

    assertThat(table.merge(garbage)).isSameAs(table);
  }

  private static FunctionTable anything(Random random) {
    NodeId node = TestNodes.id(2 + random.nextInt(6));
    return random.nextInt(8) == 0
        ? KnownRows.gone(node, random.nextInt(5))
        : KnownRows.table(row(node, random.nextInt(3) - 1, random.nextInt(5) - 2));
  }

  private static RowTable merged(List<FunctionTable> heard) {
    RowTable table = RowTable.empty(SELF);
    for (FunctionTable each : heard) {
      table = table.merge(each);
    }
    return table;
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
