package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.grpc.node.v1.FunctionTraffic;
import io.miso.grpc.node.v1.LagBucket;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.node.v1.ReplicationLag;
import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.node.replication.Outgoing.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PeerTrafficCoreTest {
  private final Undelivered undelivered = new Undelivered();
  private final PeerTraffic traffic = new PeerTraffic(3);

  @Test
  void lag_isCountedInTheFirstBucketThatItIsNotAbove() {
    here("f");
    traffic.delivered("f", 0);
    traffic.delivered("f", 50);
    traffic.delivered("f", 51);
    traffic.delivered("f", 60_000);
    traffic.delivered("f", 60_001);

    ReplicationLag lag = status().getLag();

    assertThat(lag.getCount()).isEqualTo(5);
    assertThat(lag.getSumMs()).isEqualTo(120_102);
    assertThat(lag.getMaxMs()).isEqualTo(60_001);
    assertThat(lag.getBucketsList())
        .extracting(LagBucket::getUpToMs)
        .containsExactly(50L, 100L, 200L, 400L, 800L, 1_600L, 3_200L, 6_400L, 12_800L, 60_000L, 0L);
    assertThat(lag.getBucketsList())
        .extracting(LagBucket::getCount)
        .containsExactly(2L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L, 1L);
  }

  @Test
  void eachKindOfState_isCountedAsItself_orAsSentAgain() {
    here("f");
    traffic.stateSent("f", Kind.DELTA, false, 1);
    traffic.stateSent("f", Kind.PART_OF_DELTA, false, 10);
    traffic.stateSent("f", Kind.FULL, false, 100);
    traffic.stateSent("f", Kind.PART_OF_FULL, false, 1_000);
    traffic.stateSent("f", Kind.DELTA, true, 10_000);

    PeerStatus status = status();

    assertThat(status.getSent().getDeltas()).isEqualTo(2);
    assertThat(status.getSent().getDeltaBytes()).isEqualTo(11);
    assertThat(status.getSent().getFullStateBytes()).isEqualTo(100);
    assertThat(status.getSent().getDifferenceBytes()).isEqualTo(1_000);
    assertThat(status.getSent().getAgain()).isEqualTo(1);
    assertThat(status.getSent().getAgainBytes()).isEqualTo(10_000);
    assertThat(status.getTraffic(0).getSent()).isEqualTo(status.getSent());
    assertThat(status.getTraffic(0).getStatesSent()).isEqualTo(5);
  }

  @Test
  void functionThatIsGone_isCountedFromZero_whenItComesBack() {
    here("f", "g");
    traffic.stateReceived("f", false, 1);
    traffic.stateReceived("g", false, 1);
    here("g");
    assertThat(functions()).containsExactly("g");

    here("f", "g");
    traffic.stateReceived("f", false, 1);

    assertThat(status().getTrafficList())
        .extracting(FunctionTraffic::getStatesReceived)
        .containsExactly(1L, 1L);
    assertThat(status().getReceived().getDeltas()).as("of the peer").isEqualTo(3);
  }

  @Test
  void functionsThatAPeerMakesUp_takeNoMoreThanTheRoomThatIsLeft() {
    here("f");
    traffic.stateReceived("f", true, 1);
    for (int i = 0; i < 100; i++) {
      traffic.stateReceived("made up " + i, true, 1);
    }
    here("f", "g", "h");
    traffic.stateReceived("g", true, 1);
    traffic.stateReceived("h", true, 1);

    assertThat(functions()).containsExactly("f", "g", "h");
    assertThat(status().getReceived().getFullStates()).isEqualTo(103);
  }

  @Test
  void firstStateOfAFunction_isCounted_thoughItIsKnownOnlyAfterwards() {
    traffic.stateReceived("f", true, 1);
    assertThat(functions()).isEmpty();

    here("f");

    assertThat(functions()).containsExactly("f");
  }

  private void here(String... functions) {
    traffic.ownRow(FunctionRow.newBuilder()
        .addAllFunctions(Stream.of(functions)
            .map(name -> FunctionEntry.newBuilder().setFunction(name).build())
            .toList())
        .build());
  }

  private List<String> functions() {
    return status().getTrafficList().stream().map(FunctionTraffic::getFunction).toList();
  }

  private PeerStatus status() {
    PeerStatus.Builder status = PeerStatus.newBuilder();
    traffic.into(status, undelivered, 0);
    return status.build();
  }
}
