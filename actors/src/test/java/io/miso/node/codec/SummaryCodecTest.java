package io.miso.node.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.Summary;
import io.miso.grpc.replication.v1.FieldRange;
import io.miso.grpc.replication.v1.LiveRuns;
import io.miso.grpc.replication.v1.Replica;
import io.miso.grpc.replication.v1.StateSummary;
import io.miso.node.SeededCases;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SummaryCodecTest {

  @Test
  void summaryOfEveryType_comesBackAsItWas() {
    SeededCases.forAll(getClass(), "summaryOfEveryType_comesBackAsItWas", random -> {
      for (CrdtType type : CrdtType.values()) {
        Summary summary = state(type, random).summary(1 + random.nextInt(4));

        assertThat(decoded(SummaryCodec.encode(summary))).isEqualTo(summary);
      }
    });
  }

  @Test
  void difference_toADecodedSummary_isTheOneToTheSummary() {
    SeededCases.forAll(getClass(), "difference_toADecodedSummary_isTheOneToTheSummary", random -> {
      for (CrdtType type : CrdtType.values()) {
        Crdt<?> mine = state(type, random);
        Summary theirs = state(type, random).summary(2);

        assertThat(mine.difference(decoded(SummaryCodec.encode(theirs))))
            .isEqualTo(mine.difference(theirs));
      }
    });
  }

  @Test
  void garbledSummary_isReadOrRefused_withNothingButTheOneException() {
    SeededCases.forAll(getClass(), "garbledSummary_isReadOrRefused", random -> {
      CrdtType type = CrdtType.ofNumber(random.nextInt(CrdtType.values().length));
      byte[] bytes = SummaryCodec.encode(state(type, random).summary(2)).toByteArray();
      for (int i = 0; i < 1 + random.nextInt(4) && bytes.length > 0; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        Crdt<?> mine = state(type, random);
        Summary garbled = SummaryCodec.decode(StateSummary.parseFrom(bytes));
        if (garbled.type() == type) {
          assertThat(mine.difference(garbled).weight()).isLessThan(1 << 20);
        }
      } catch (InvalidProtocolBufferException | MalformedStateException refused) {
        // As it should be.
      }
    });
  }

  @Test
  void runsAndRangesOutOfOrder_areRefused() {
    StateSummary.Builder runs = StateSummary.newBuilder()
        .addReplicas(
            Replica.newBuilder().setNodeId(ByteString.copyFrom(new byte[16])).setBirth(1))
        .addContext(io.miso.grpc.replication.v1.Runs.newBuilder().addSteps(0).addSteps(8))
        .addLive(LiveRuns.newBuilder().addSteps(0).addSteps(-1).addDigests(5));
    StateSummary.Builder fields = StateSummary.newBuilder()
        .addFields(FieldRange.newBuilder().setFirst(5).setLast(9))
        .addFields(FieldRange.newBuilder().setFirst(9).setLast(12));

    assertThatThrownBy(() -> SummaryCodec.decode(runs.build()))
        .isInstanceOf(MalformedStateException.class);
    assertThatThrownBy(() -> SummaryCodec.decode(fields.build()))
        .isInstanceOf(MalformedStateException.class);
    assertThatThrownBy(
            () -> SummaryCodec.decode(StateSummary.newBuilder().setType(99).build()))
        .isInstanceOf(MalformedStateException.class);
  }

  private static Crdt<?> state(CrdtType type, Random random) {
    return RandomStates.state(type, random);
  }

  private static Summary decoded(StateSummary summary) {
    try {
      return SummaryCodec.decode(StateSummary.parseFrom(summary.toByteArray()));
    } catch (InvalidProtocolBufferException | MalformedStateException e) {
      throw new AssertionError(e);
    }
  }
}
