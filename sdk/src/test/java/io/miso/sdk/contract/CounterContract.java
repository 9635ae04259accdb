package io.miso.sdk.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.miso.sdk.GCounter;
import io.miso.sdk.MisoException;
import io.miso.sdk.PNCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

interface CounterContract {

  Pair pair();

  @Test
  default void unwrittenCounters_areZero() {
    assertThat(pair().objectHere().getGCounter("g").getValue()).isZero();
    assertThat(pair().objectHere().getPNCounter("pn").getValue()).isZero();
  }

  @Test
  default void changes_answerTheValueAfterThem() {
    GCounter growing = pair().objectHere().getGCounter("g");
    PNCounter counter = pair().objectHere().getPNCounter("pn");

    assertThat(growing.add(5)).isEqualTo(5);
    assertThat(growing.add(2)).isEqualTo(7);
    assertThat(counter.add(5)).isEqualTo(5);
    assertThat(counter.subtract(8)).isEqualTo(-3);
    assertThat(growing.getValue()).isEqualTo(7);
    assertThat(counter.getValue()).isEqualTo(-3);
  }

  @Test
  default void asynchronousForms_doTheSame() {
    GCounter growing = pair().objectHere().getGCounter("g");
    PNCounter counter = pair().objectHere().getPNCounter("pn");

    assertThat(growing.addAsync(5).thenCompose(v -> growing.getValueAsync()))
        .succeedsWithin(Wait.PATIENCE)
        .isEqualTo(5L);
    assertThat(counter.addAsync(5).thenCompose(v -> counter.subtractAsync(8)))
        .succeedsWithin(Wait.PATIENCE)
        .isEqualTo(-3L);
    assertThat(counter.getValueAsync()).succeedsWithin(Wait.PATIENCE).isEqualTo(-3L);
  }

  @Test
  default void additionsOnBothNodes_sumUpOnBoth() {
    PNCounter here = pair().objectHere().getPNCounter("sum");
    PNCounter there = pair().objectThere().getPNCounter("sum");
    here.add(5);
    there.add(7);
    there.subtract(2);
    pair().converge();

    assertThat(here.getValue()).isEqualTo(10);
    assertThat(there.getValue()).isEqualTo(10);
  }

  @Test
  default void growingCounter_sumsUpOnBoth() {
    GCounter here = pair().objectHere().getGCounter("sum");
    GCounter there = pair().objectThere().getGCounter("sum");
    here.add(5);
    there.add(7);
    pair().converge();

    assertThat(here.getValue()).isEqualTo(12);
    assertThat(there.getValue()).isEqualTo(12);
  }

  @Test
  default void amountsOfZeroAndBelow_areInvalid() {
    GCounter growing = pair().objectHere().getGCounter("g");
    PNCounter counter = pair().objectHere().getPNCounter("pn");
    counter.add(1);

    for (long amount : new long[] {0, -1, Long.MIN_VALUE}) {
      assertThatExceptionOfType(MisoException.InvalidRequest.class)
          .isThrownBy(() -> growing.add(amount))
          .returns("value", MisoException.InvalidRequest::field);
      assertThatExceptionOfType(MisoException.InvalidRequest.class)
          .isThrownBy(() -> counter.add(amount));
      assertThatExceptionOfType(MisoException.InvalidRequest.class)
          .isThrownBy(() -> counter.subtract(amount));
    }
    assertThat(counter.addAsync(0))
        .failsWithin(Wait.PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(MisoException.InvalidRequest.class);
    assertThat(growing.getValue()).isZero();
    assertThat(counter.getValue()).isEqualTo(1);
  }

  @Test
  default void amountsBeyond53Bits_areExact() {
    PNCounter counter = pair().objectHere().getPNCounter("pn");
    long amount = (1L << 53) + 1;

    assertThat(counter.add(amount)).isEqualTo(amount);
    assertThat(counter.subtract(Long.MAX_VALUE)).isEqualTo(amount - Long.MAX_VALUE);
  }

  @Test
  default void additionThatWouldOverflowItsNode_isRefusedAndNothingIsLost() {
    PNCounter counter = pair().objectHere().getPNCounter("pn");
    counter.add(Long.MAX_VALUE);

    assertThatExceptionOfType(MisoException.OutOfRange.class).isThrownBy(() -> counter.add(1));
    assertThat(counter.getValue()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  default void sumBeyond64Bits_isOutOfRangeUntilItIsBack() {
    PNCounter here = pair().objectHere().getPNCounter("pn");
    PNCounter there = pair().objectThere().getPNCounter("pn");
    here.add(1);
    pair().syncHere();
    there.add(Long.MAX_VALUE - 1);
    here.add(5);
    pair().converge();

    assertThatExceptionOfType(MisoException.OutOfRange.class).isThrownBy(here::getValue);
    assertThatExceptionOfType(MisoException.OutOfRange.class).isThrownBy(there::getValue);
    assertThat(here.subtract(6)).isEqualTo(Long.MAX_VALUE - 1);
  }

  @Test
  default void deletedCounter_isZeroEverywhereAndCountsOn() {
    PNCounter here = pair().objectHere().getPNCounter("sum");
    PNCounter there = pair().objectThere().getPNCounter("sum");
    here.add(5);
    there.add(7);
    pair().converge();

    assertThat(pair().objectHere().deleteCrdt("sum")).isTrue();
    assertThat(here.getValue()).isZero();
    pair().syncHere();
    assertThat(there.getValue()).isZero();

    there.add(3);
    pair().syncThere();
    assertThat(here.getValue()).isEqualTo(3);
    assertThat(there.getValue()).isEqualTo(3);
  }

  @Test
  default void additionConcurrentWithADeletion_survivesIt() {
    GCounter here = pair().objectHere().getGCounter("sum");
    GCounter there = pair().objectThere().getGCounter("sum");
    here.add(5);
    pair().syncHere();
    assertThat(there.getValue()).isEqualTo(5);

    there.add(2);
    pair().objectHere().deleteCrdt("sum");
    pair().converge();

    assertThat(here.getValue()).isEqualTo(2);
    assertThat(there.getValue()).isEqualTo(2);
  }

  @Test
  default void additionsOfManyThreads_areAllCounted() {
    PNCounter here = pair().objectHere().getPNCounter("sum");
    PNCounter there = pair().objectThere().getPNCounter("sum");
    List<CompletableFuture<?>> callers = new ArrayList<>();
    for (int caller = 0; caller < 8; caller++) {
      PNCounter counter = caller % 2 == 0 ? here : there;
      callers.add(CompletableFuture.runAsync(
          () -> {
            for (int i = 0; i < 250; i++) {
              counter.add(1);
            }
          },
          command -> new Thread(command, "caller").start()));
    }
    CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).join();
    pair().converge();

    assertThat(here.getValue()).isEqualTo(2_000);
    assertThat(there.getValue()).isEqualTo(2_000);
  }
}
