package io.miso.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LivenessCoreTest {

  @ParameterizedTest(name = "silent for {0} ms: suspected {1}, lost {2}")
  @CsvSource({
    "0, false, false",
    "5000, false, false",
    "5001, true, false",
    "10000, true, false",
    "10001, true, true"
  })
  void peerIsSuspectedPastTheAcceptablePause_andLostPastTwice(
      long silentMs, boolean suspected, boolean lost) {
    Liveness liveness = new Liveness(5_000);
    liveness.heard(70_000);

    assertThat(liveness.silentMs(70_000 + silentMs)).isEqualTo(silentMs);
    assertThat(liveness.suspected(70_000 + silentMs)).isEqualTo(suspected);
    assertThat(liveness.lost(70_000 + silentMs)).isEqualTo(lost);
  }
}
