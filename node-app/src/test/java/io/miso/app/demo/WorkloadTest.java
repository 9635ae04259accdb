package io.miso.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.miso.app.failure.UserFailure;
import org.junit.jupiter.api.Test;

final class WorkloadTest {
  private static final long[] TEN = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

  @Test
  void chunks_coverAllNumbersInOrder() {
    Workload workload = Workload.of(TEN, 4);
    assertThat(workload.chunks()).hasSize(3);
    assertThat(workload.chunks().get(0)).containsExactly(1, 2, 3, 4);
    assertThat(workload.chunks().get(2)).containsExactly(9, 10);
    assertThat(workload.count()).isEqualTo(10);
    assertThat(workload.sum()).isEqualTo(55);
  }

  @Test
  void chunkSizeThatDivides_leavesNoEmptyChunk() {
    assertThat(Workload.of(TEN, 5).chunks()).hasSize(2);
  }

  @Test
  void chunkLargerThanTheInput_isTheInput() {
    assertThat(Workload.of(TEN, Integer.MAX_VALUE).chunks()).containsExactly(TEN);
  }

  @Test
  void sumsAtTheEdgeOf64Bits_areAccepted() {
    assertThat(Workload.of(new long[] {Long.MAX_VALUE, -Long.MAX_VALUE}, 1).sum())
        .isZero();
  }

  @Test
  void chunkWhoseSumDoesNotFit_isNamed() {
    assertThatThrownBy(() -> Workload.of(new long[] {1, 2, Long.MAX_VALUE, 1}, 2))
        .isInstanceOf(UserFailure.class)
        .hasMessageContaining("lines 3 to 4")
        .hasMessageContaining("9223372036854775808");
  }

  @Test
  void chunksWhoseSumsDoNotFitTogether_areRefused() {
    assertThatThrownBy(() -> Workload.of(new long[] {Long.MAX_VALUE, -5, 1}, 1))
        .isInstanceOf(UserFailure.class)
        .hasMessageContaining("positive");
    assertThatThrownBy(() -> Workload.of(new long[] {-Long.MAX_VALUE, 5, -1}, 1))
        .isInstanceOf(UserFailure.class)
        .hasMessageContaining("negative");
  }
}
