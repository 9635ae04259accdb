package io.miso.node.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.node.SeededCases;
import io.miso.node.TestNodes;
import io.miso.node.identity.NodeId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class KeepersCoreTest {
  private static final int NODES = 6;

  private final Map<NodeId, FunctionRow> rows = new TreeMap<>();

  @Test
  void functionThatFewerRunThanCopiesAreWanted_getsTheRest_andNobodyWhoRunsItKeepsIt() {
    nodes(NODES);
    runs(1, "f");
    runs(1, "g");
    runs(2, "g");

    assertThat(keepersOf("f", 1)).isEmpty();
    assertThat(keepersOf("f", 2)).hasSize(1).doesNotContain(id(1));
    assertThat(keepersOf("f", 4)).hasSize(3).doesNotContain(id(1));
    assertThat(keepersOf("g", 2)).isEmpty();
    assertThat(keepersOf("g", 3)).hasSize(1).doesNotContain(id(1), id(2));
    assertThat(keepersOf("f", 100)).hasSize(NODES - 1);
  }

  @Test
  void functions_areSpreadOverTheNodes() {
    nodes(NODES);
    for (int i = 0; i < 500; i++) {
      runs(1, "function-" + i);
    }

    for (int i = 2; i <= NODES; i++) {
      assertThat(new Keepers(id(i), 2).chosen(rows, Set.of())).hasSizeBetween(60, 140);
    }
  }

  @Test
  void choice_followsTheRowsAlone_andNotWhatIsKeptAlready() {
    nodes(NODES);
    runs(1, "f");
    Set<NodeId> chosen = keepersOf("f", 3);

    for (int i = 2; i <= NODES; i++) {
      entry(i, FunctionEntry.newBuilder().setFunction("f").setKeeps(true));
    }

    assertThat(keepersOf("f", 3)).isEqualTo(chosen);
  }

  @Test
  void nodeThatHoldsTheFunction_isChosenFirst() {
    for (int holder = 2; holder <= NODES; holder++) {
      rows.clear();
      nodes(NODES);
      runs(1, "f");
      holds(holder, "f");

      assertThat(keepersOf("f", 2)).containsExactly(id(holder));
    }
  }

  @Test
  void functionThatNobodyRunsAnyMore_isKeptByThoseThatHoldIt() {
    nodes(NODES);
    holds(3, "f");
    holds(5, "f");

    assertThat(keepersOf("f", 2)).containsExactlyInAnyOrder(id(3), id(5));
    assertThat(keepersOf("f", 3)).hasSize(3).contains(id(3), id(5));
  }

  @Test
  void nodeThatIsAway_isNoCopy_andIsNotChosen() {
    nodes(NODES);
    runs(1, "f");
    runs(2, "f");
    assertThat(keepersOf("f", 2)).isEmpty();

    Set<NodeId> instead = keepersOf("f", 2, id(2));
    assertThat(instead).hasSize(1);
    NodeId first = instead.iterator().next();
    assertThat(keepersOf("f", 2, id(2), first)).hasSize(1).doesNotContain(first, id(2));
  }

  @Test
  void functionOfNodesThatAreAllAway_isNotKept_sinceNobodyHasIt() {
    nodes(NODES);
    runs(1, "f");

    assertThat(keepersOf("f", 2, id(1))).isEmpty();
  }

  @Test
  void nodesWithEqualRows_chooseTheSame_whateverTheyRunAndHold() {
    SeededCases.forAll(
        getClass(), "nodesWithEqualRows_chooseTheSame_whateverTheyRunAndHold", random -> {
          rows.clear();
          nodes(NODES);
          int runners = 0;
          for (int i = 1; i <= NODES; i++) {
            runners += anything(random, i);
          }
          int copies = 2 + random.nextInt(3);

          int expected = runners == 0 && nobodyHolds() ? 0 : copies - runners;
          assertThat(keepersOf("f", copies))
              .hasSize(Math.max(0, Math.min(expected, NODES - runners)));
        });
  }

  /** Answers how many run it. */
  private int anything(Random random, int node) {
    if (random.nextInt(4) == 0) {
      runs(node, "f");
      return 1;
    }
    if (random.nextInt(4) == 0) {
      holds(node, "f");
    }
    return 0;
  }

  private boolean nobodyHolds() {
    return rows.values().stream().allMatch(row -> row.getFunctionsCount() == 0);
  }

  private void nodes(int count) {
    for (int i = 1; i <= count; i++) {
      rows.put(id(i), FunctionRow.getDefaultInstance());
    }
  }

  private void runs(int node, String function) {
    entry(node, FunctionEntry.newBuilder().setFunction(function).setRuns(true).setHolds(true));
  }

  private void holds(int node, String function) {
    entry(node, FunctionEntry.newBuilder().setFunction(function).setHolds(true));
  }

  private void entry(int node, FunctionEntry.Builder entry) {
    rows.computeIfPresent(
        id(node), (id, row) -> row.toBuilder().addFunctions(entry).build());
  }

  /** Those that find themselves chosen. */
  private Set<NodeId> keepersOf(String function, int copies, NodeId... away) {
    Set<NodeId> absent = new HashSet<>(List.of(away));
    Set<NodeId> keepers = new HashSet<>();
    for (NodeId node : rows.keySet()) {
      if (!absent.contains(node)
          && new Keepers(node, copies).chosen(rows, absent).contains(function)) {
        keepers.add(node);
      }
    }
    return keepers;
  }

  private static NodeId id(long number) {
    return TestNodes.id(number);
  }
}
