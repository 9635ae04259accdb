package io.miso.node.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.node.settings.NodeSettings.Seed;
import org.junit.jupiter.api.Test;

final class FirstRoundCoreTest {
  private static final Seed ONE = new Seed("10.0.0.1", 5001);
  private static final Seed OTHER = new Seed("10.0.0.2", 5001);

  private final FirstRound round = new FirstRound();

  @Test
  void nodeWithoutAWayToLook_waitsForNothing() {
    round.expectLooks(0);

    assertThat(round.isOver()).isTrue();
  }

  @Test
  void roundIsOver_whenEveryWayLookedAndEveryAddressIsSettled() {
    round.expectLooks(2);
    round.dialling(ONE);
    round.looked();
    round.dialling(OTHER);
    round.settled(ONE);
    round.looked();
    assertThat(round.isOver()).isFalse();

    round.settled(OTHER);

    assertThat(round.isOver()).isTrue();
  }

  @Test
  void addressThatSettlesWhileOthersLook_doesNotEndTheRound() {
    round.expectLooks(1);
    round.dialling(ONE);
    round.settled(ONE);
    assertThat(round.isOver()).isFalse();

    round.looked();

    assertThat(round.isOver()).isTrue();
  }

  @Test
  void addressDialledAfterTheLooks_isNotWaitedFor() {
    round.expectLooks(1);
    round.dialling(ONE);
    round.looked();
    round.dialling(OTHER);

    round.settled(ONE);

    assertThat(round.isOver()).isTrue();
  }

  @Test
  void timeout_endsTheRound_andWhatComesLaterIsHarmless() {
    round.expectLooks(1);
    round.dialling(ONE);

    round.timeOut();
    round.looked();
    round.settled(ONE);
    round.settled(OTHER);

    assertThat(round.over().toCompletableFuture()).isCompletedWithValue(null);
  }
}
