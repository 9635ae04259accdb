package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import org.junit.jupiter.api.Test;

final class InterestCoreTest {
  private final Interest interest = new Interest();

  @Test
  void functionThatIsRun_isToldInFullOnce() {
    assertThat(interest.toldInFull("f")).isFalse();

    assertThat(interest.merged(runs("f")).untold()).containsExactly("f");

    assertThat(interest.merged(runs("f", "g")).untold()).containsExactly("g");
    assertThat(interest.toldInFull("f")).isTrue();
  }

  @Test
  void functionThatIsOnlyHeld_isNotTold() {
    FunctionRow holds = FunctionRow.newBuilder()
        .addFunctions(FunctionEntry.newBuilder().setFunction("f").setHolds(true))
        .build();

    Interest.Told told = interest.merged(holds);

    assertThat(told.runs()).isEmpty();
    assertThat(told.untold()).isEmpty();
    assertThat(interest.toldInFull("f")).isFalse();
  }

  @Test
  void functionThatWasNotRunMeanwhile_isToldInFullAgain() {
    interest.merged(runs("f"));
    interest.merged(runs());

    assertThat(interest.toldInFull("f")).isFalse();
    assertThat(interest.merged(runs("f")).untold()).containsExactly("f");
  }

  @Test
  void nextStream_startsAnew() {
    interest.merged(runs("f"));

    interest.streamLost();

    assertThat(interest.toldInFull("f")).isFalse();
    assertThat(interest.merged(runs("f")).untold()).containsExactly("f");
  }

  private static FunctionRow runs(String... functions) {
    FunctionRow.Builder row = FunctionRow.newBuilder();
    for (String function : functions) {
      row.addFunctions(FunctionEntry.newBuilder().setFunction(function).setRuns(true));
    }
    return row.build();
  }
}
