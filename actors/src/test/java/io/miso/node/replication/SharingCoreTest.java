package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import org.junit.jupiter.api.Test;

final class SharingCoreTest {
  @Test
  void whatBothRun_isCompared_whatOneRuns_isNot() {
    Sharing sharing = new Sharing(runs("a", "b"));
    sharing.peer(runs("b", "c"));

    assertThat(sharing.compared()).containsExactly("b");
    assertThat(sharing.offered()).isEmpty();
    assertThat(sharing.wantedThere("c")).isTrue();
    assertThat(sharing.wantedThere("a")).isFalse();
  }

  @Test
  void whatIsHeldHereAndRunThere_isOffered_andNothingTheOtherWay() {
    Sharing holder = new Sharing(holds("a", "b"));
    holder.peer(runs("a"));
    Sharing runner = new Sharing(runs("a"));
    runner.peer(holds("a", "b"));

    assertThat(holder.offered()).containsExactly("a");
    assertThat(holder.compared()).isEmpty();
    assertThat(runner.offered()).isEmpty();
    assertThat(runner.compared()).isEmpty();
    assertThat(runner.wantedThere("a")).isFalse();
  }

  @Test
  void nothingIsShared_untilThePeersRowIsKnown() {
    Sharing sharing = new Sharing(runs("a"));
    assertThat(sharing.compared()).isEmpty();
    sharing.peer(runs("a"));

    sharing.peerUnknown();

    assertThat(sharing.compared()).isEmpty();
    assertThat(sharing.wantedThere("a")).isFalse();
  }

  @Test
  void peerWhoseRowIsNotKnown_isNotTakenForOneThatWantsNothing() {
    Sharing sharing = new Sharing(runs("a"));
    assertThat(sharing.unwantedThere("a")).isFalse();
    sharing.peer(runs("b"));
    assertThat(sharing.unwantedThere("a")).isTrue();
    assertThat(sharing.unwantedThere("b")).isFalse();

    sharing.peerUnknown();

    assertThat(sharing.unwantedThere("a")).isFalse();
  }

  private static FunctionRow runs(String... functions) {
    FunctionRow.Builder row = FunctionRow.newBuilder();
    for (String function : functions) {
      row.addFunctions(FunctionEntry.newBuilder().setFunction(function).setRuns(true));
    }
    return row.build();
  }

  private static FunctionRow holds(String... functions) {
    FunctionRow.Builder row = FunctionRow.newBuilder();
    for (String function : functions) {
      row.addFunctions(FunctionEntry.newBuilder().setFunction(function).setHolds(true));
    }
    return row.build();
  }
}
