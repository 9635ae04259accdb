package io.miso.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** That rights are neither made nor lost. */
class BoundedCounterTest {

  private static final ReplicaId A = new ReplicaId(1, 1, 1);
  private static final ReplicaId B = new ReplicaId(2, 1, 1);
  private static final ReplicaId C = new ReplicaId(3, 1, 1);
  private static final List<ReplicaId> ALL = List.of(A, B, C);

  @Test
  void rightsSpentAtANodeThatGotThemByTransfer_reachAThirdNodeThatNeverSawTheTransfer() {
    BoundedCounter a = BoundedCounter.empty().increment(A, 10).state();
    Mutation<BoundedCounter> transfer = a.transfer(A, B, 6).orElseThrow();
    BoundedCounter b = BoundedCounter.empty().join(transfer.delta());
    Mutation<BoundedCounter> spending = b.decrement(B, 6).orElseThrow();

    BoundedCounter c = BoundedCounter.empty().join(spending.delta());
    assertThat(c.value()).isEqualTo(4);
    assertThat(c.rights(A)).isEqualTo(4);
    assertThat(c.rights(B)).isZero();
    assertThat(c.rights(C)).isZero();
  }

  @Test
  void replicaWithoutRights_refuses_howeverLargeTheValue() {
    BoundedCounter counter = BoundedCounter.empty().increment(A, 100).state();
    assertThat(counter.decrement(B, 1)).isEmpty();
    assertThat(counter.transfer(B, A, 1)).isEmpty();
    assertThat(counter.decrement(A, 101)).isEmpty();
    assertThat(counter.decrement(A, 100).orElseThrow().state().value()).isZero();
  }

  /** Every copy spends what it may while nobody hears of the others; whoever meets whom later, no view is below 0. */
  @Test
  void underPartition_noCopyIsEverBelowItsBound() {
    Cases.forAll(getClass(), "underPartition_noCopyIsEverBelowItsBound", random -> {
      BoundedCounter[] copies = {
        BoundedCounter.empty(), BoundedCounter.empty(), BoundedCounter.empty()
      };
      long counted = 0;
      for (int step = 0; step < 40; step++) {
        int at = random.nextInt(copies.length);
        ReplicaId replica = ALL.get(at);
        BoundedCounter copy = copies[at];
        long amount = 1L + random.nextInt(5);
        switch (random.nextInt(4)) {
          case 0 -> {
            copy = copy.increment(replica, amount).state();
            counted += amount;
          }
          case 1 -> {
            Optional<Mutation<BoundedCounter>> spent = copy.decrement(replica, amount);
            counted -= spent.isPresent() ? amount : 0;
            copy = spent.map(Mutation::state).orElse(copy);
          }
          case 2 -> {
            ReplicaId to = any(random);
            copy = to.equals(replica)
                ? copy
                : copy.transfer(replica, to, amount).map(Mutation::state).orElse(copy);
          }
          default -> copy = copy.join(copies[random.nextInt(copies.length)]);
        }
        copies[at] = copy;
        for (BoundedCounter each : copies) {
          assertThat(each.exactValue().signum()).isNotNegative();
          for (ReplicaId right : ALL) {
            assertThat(each.rights(right)).isNotNegative();
          }
        }
      }
      BoundedCounter joined = BoundedCounter.empty();
      for (BoundedCounter copy : copies) {
        joined = joined.join(copy);
      }
      assertThat(joined.value()).isEqualTo(counted);
      assertThat(joined.rights(A) + joined.rights(B) + joined.rights(C)).isEqualTo(counted);
    });
  }

  @Test
  void deletion_winsOverWhatIsConcurrent_soNoSpendingOutlivesItsRights() {
    BoundedCounter shared = BoundedCounter.empty().increment(A, 10).state();
    BoundedCounter spent = shared.decrement(A, 7).orElseThrow().state();
    BoundedCounter deleted = shared.delete().state();
    BoundedCounter both = spent.join(deleted);
    assertThat(both.value()).isZero();
    assertThat(both).isEqualTo(deleted);
    assertThat(both.increment(A, 2).state().value()).isEqualTo(2);
  }

  @Test
  void deletionsAtTwoPlaces_areOne() {
    BoundedCounter shared = BoundedCounter.empty().increment(A, 10).state();
    BoundedCounter both = shared.delete().state().join(shared.delete().state());
    assertThat(both.era()).isEqualTo(1);
    assertThat(BoundedCounter.empty().delete().state().isEmpty()).isTrue();
  }

  @Test
  void whatIsNewToAnotherCopy_isToldByReplica() {
    BoundedCounter none = BoundedCounter.empty();
    BoundedCounter old = none.increment(A, 10).state();
    BoundedCounter later = old.delete().state().increment(A, 1).state();
    assertThat(old.exceeds(none, A)).isTrue();
    assertThat(old.exceeds(none, B)).isFalse();
    assertThat(old.exceeds(old, A)).isFalse();
    assertThat(old.increment(A, 1).state().exceeds(old, A)).isTrue();
    assertThat(later.exceeds(old, A)).isTrue();
    assertThat(later.exceeds(old, B)).isFalse();
    assertThat(old.exceeds(later, A)).isFalse();
  }

  @Test
  void sumsBeyond64Bits_areExact() {
    List<BoundedCounter> copies = new ArrayList<>();
    ALL.forEach(replica ->
        copies.add(BoundedCounter.empty().increment(replica, Long.MAX_VALUE).state()));
    BoundedCounter joined = copies.get(0).join(copies.get(1)).join(copies.get(2));
    assertThat(joined.exactValue())
        .isEqualTo(BigInteger.valueOf(Long.MAX_VALUE).multiply(BigInteger.valueOf(3)));
    assertThatThrownBy(joined::value).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> joined.increment(A, 1)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void amountsOfZeroAndBelow_andGiftsToOneself_areRefused() {
    BoundedCounter counter = BoundedCounter.empty().increment(A, 10).state();
    for (long amount : new long[] {0, -1, Long.MIN_VALUE}) {
      assertThatThrownBy(() -> counter.increment(A, amount)).hasMessageContaining("above 0");
      assertThatThrownBy(() -> counter.decrement(A, amount)).hasMessageContaining("above 0");
      assertThatThrownBy(() -> counter.transfer(A, B, amount)).hasMessageContaining("above 0");
    }
    assertThatThrownBy(() -> counter.transfer(A, A, 1)).hasMessageContaining("not to itself");
  }

  private static ReplicaId any(Random random) {
    return ALL.get(random.nextInt(ALL.size()));
  }
}
