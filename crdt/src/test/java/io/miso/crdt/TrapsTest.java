package io.miso.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Situations that other implementations of these types got wrong. A, B and D write; C receives. */
class TrapsTest {

  private static final ReplicaId A = new ReplicaId(1, 1, 1);
  private static final ReplicaId B = new ReplicaId(2, 1, 1);
  private static final ReplicaId D = new ReplicaId(-1, 1, 1);
  private static final Value X = Value.of("x");
  private static final Value Y = Value.of("y");

  @Test
  void disjointMerge_keepsBoth() {
    ORSet a = ORSet.empty().add(A, X).state();
    ORSet b = ORSet.empty().add(B, Y).state();
    assertThat(a.join(b).values()).containsExactly(X, Y);
    assertThat(a.join(b)).isEqualTo(b.join(a));
  }

  @Test
  void presentButRemoved_staysRemoved() {
    ORSet b = ORSet.empty().add(B, X).state();
    ORSet a = b.remove(X).state();
    assertThat(a.join(b).values()).isEmpty();
    assertThat(b.join(a).values()).isEmpty();
  }

  @Test
  void noDotsLeft_elementIsGoneThoughEachSideKnewAnother() {
    ORSet both = ORSet.empty().add(A, X).state().join(ORSet.empty().add(B, X).state());
    ORSet removed = both.remove(X).state();
    ORSet lateA = ORSet.empty().add(A, X).state();
    assertThat(removed.join(lateA).contains(X)).isFalse();
    assertThat(removed.join(lateA).size()).isZero();
    assertThat(removed.join(lateA)).isEqualTo(removed);
  }

  @Test
  void deltasAppliedToAnEmptyState_areStatesThemselves() {
    Mutation<ORSet> first = ORSet.empty().add(A, X);
    Mutation<ORSet> second = first.state().add(A, Y);
    ORSet c = ORSet.empty().join(second.delta());
    assertThat(c.values()).containsExactly(Y);
    assertThat(c.context().contains(new Dot(A, 1))).isFalse();
    assertThat(c.join(first.delta())).isEqualTo(second.state());
  }

  @Test
  void removalThatOvertakesItsAdd_stillRemoves() {
    Mutation<ORSet> add = ORSet.empty().add(A, X);
    Mutation<ORSet> remove = add.state().remove(X);
    ORSet c = ORSet.empty().join(remove.delta());
    assertThat(c.isEmpty()).isFalse();
    assertThat(c.join(add.delta()).contains(X)).isFalse();
  }

  @Test
  void addReAddRemove_withTheMiddleOneLast() {
    Mutation<ORSet> addByB = ORSet.empty().add(B, X);
    Mutation<ORSet> againByA = addByB.state().add(A, X);
    Mutation<ORSet> removeByD = againByA.state().remove(X);

    ORSet c = ORSet.empty().join(addByB.delta()).join(removeByD.delta());
    assertThat(c.contains(X)).isTrue(); // D's delta speaks of A's dot alone
    assertThat(c.join(againByA.delta()).contains(X)).isFalse();
    assertThat(c.join(againByA.delta())).isEqualTo(removeByD.state());
  }

  @Test
  void addAgain_growsNothing() {
    ORSet set = ORSet.empty();
    for (int i = 0; i < 1000; i++) {
      set = set.add(i % 2 == 0 ? A : B, X).state();
    }
    assertThat(set.liveDots()).hasSize(1);
    assertThat(set.context().ranges())
        .containsExactly(new DotRange(A, 1, 500), new DotRange(B, 1, 500));
  }

  @Test
  void removalOfAStranger_saysNothing() {
    assertThat(ORSet.empty().remove(X).delta().isEmpty()).isTrue();
    assertThat(EWFlag.empty().disable().delta().isEmpty()).isTrue();
    assertThat(GSet.empty().delete().delta().isEmpty()).isTrue();
  }

  @Test
  void writeOfWhatAMaximumOrMinimumShows_saysNothing() {
    assertThat(MaxRegister.empty().write(A, X).state().write(B, X).delta().isEmpty())
        .isTrue();
    assertThat(MinRegister.empty().write(A, X).state().write(B, X).delta().isEmpty())
        .isTrue();
  }

  @Test
  void concurrentRemoveOnAnotherNode_losesToTheAdd() {
    ORSet a = ORSet.empty().add(A, X).state();
    ORSet readded = a.add(A, X).state();
    ORSet removed = a.remove(X).state();
    assertThat(readded.join(removed).contains(X)).isTrue();
    assertThat(removed.join(readded).contains(X)).isTrue();
  }

  @Test
  void growSetDeletedWhileAnotherAddsAgain_keepsTheAdd() {
    GSet a = GSet.empty().add(A, X).state().add(A, Y).state();
    GSet deleted = a.delete().state();
    GSet added = a.add(B, Y).state();
    assertThat(deleted.join(added).values()).containsExactly(Y);
  }

  @Test
  void reCreationAfterDeletion_goesOnWithTheNextDot() {
    GSet deleted = GSet.empty().add(A, X).state().delete().state();
    GSet again = deleted.add(A, X).state();
    assertThat(again.liveDots()).containsOnlyKeys(new Dot(A, 2));
    assertThat(again.join(deleted)).isEqualTo(again);
  }

  @Test
  void flagOverThreeReplicas_enableAtOneOutlivesDisableOfOthers() {
    EWFlag a = EWFlag.empty().enable(A).state();
    EWFlag b = a.disable().state();
    EWFlag d = a.enable(D).state();
    for (EWFlag joined : everyOrder(a, b, d)) {
      assertThat(joined.value()).isTrue();
    }
    EWFlag off = b.join(d).disable().state();
    for (EWFlag joined : everyOrder(a, off, d)) {
      assertThat(joined.value()).isFalse();
    }
  }

  @Test
  void disableWinsFlagOverThreeReplicas_disableAtOneOutlivesEnableOfOthers() {
    DWFlag a = DWFlag.empty().enable(A).state();
    DWFlag b = a.disable(B).state();
    DWFlag d = a.enable(D).state();
    for (DWFlag joined : everyOrder(a, b, d)) {
      assertThat(joined.value()).isFalse();
    }
    DWFlag on = b.join(d).enable(A).state();
    for (DWFlag joined : everyOrder(on, b, d)) {
      assertThat(joined.value()).isTrue();
    }
  }

  @Test
  void removeOfAnAbsentElement_winsOverAConcurrentAdd() {
    RWSet removed = RWSet.empty().remove(A, X).state();
    RWSet added = RWSet.empty().add(B, X).state();
    assertThat(removed.join(added).contains(X)).isFalse();
    assertThat(removed.join(added).add(D, X).state().contains(X)).isTrue();
  }

  /** A register whose clock stood still, or ran behind, must still take what is assigned to it. */
  @Test
  void assignmentWithAClockBehind_winsOverWhatItHasSeen() {
    LWWRegister ahead = LWWRegister.empty().assign(A, 1_000, X).state();
    LWWRegister behind = ahead.assign(B, 5, Y).state();
    assertThat(behind.value()).contains(Y);
    assertThat(ahead.join(behind).value()).contains(Y);
  }

  @Test
  void clockThatStartsAt0_isOne_andThatIsBelowIsNone() {
    assertThat(LWWRegister.empty().assign(A, 0, X).state().value()).contains(X);
    assertThatThrownBy(() -> LWWRegister.empty().assign(A, -1, X))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void concurrentAssignmentsWithOneStamp_areWonByOneReplicaEverywhere() {
    LWWRegister a = LWWRegister.empty().assign(A, 7, X).state();
    LWWRegister b = LWWRegister.empty().assign(B, 7, Y).state();
    LWWRegister d = LWWRegister.empty().assign(D, 6, Value.of("z")).state();
    for (LWWRegister joined : everyOrder(a, b, d)) {
      assertThat(joined.value()).contains(Y);
    }
  }

  @Test
  void registerOverThreeReplicas_showsWhatNobodyReplaced() {
    MVRegister a = MVRegister.empty().assign(A, X).state();
    MVRegister b = a.assign(B, Y).state();
    MVRegister d = a.assign(D, X).state();
    for (MVRegister joined : everyOrder(a, b, d)) {
      assertThat(joined.values()).containsExactly(X, Y);
    }
    MVRegister settled = b.join(d).assign(A, Y).state();
    for (MVRegister joined : everyOrder(settled, b, d)) {
      assertThat(joined.values()).containsExactly(Y);
    }
  }

  @Test
  void sameValueAssignedConcurrently_showsOnce() {
    MVRegister joined = MVRegister.empty()
        .assign(A, Value.of(5))
        .state()
        .join(MVRegister.empty().assign(B, Value.number("5.0")).state());
    assertThat(joined.values()).containsExactly(Value.of(5));
    assertThat(joined.liveDots()).hasSize(2);
  }

  @Test
  void threeReplicasAdding2To62Each_sumExactlyAndGoOnJoining() {
    GCounter sum = GCounter.empty();
    PNCounter both = PNCounter.empty();
    for (ReplicaId replica : List.of(A, B, D)) {
      sum = sum.join(GCounter.empty().add(replica, 1L << 62).state());
      both = both.join(PNCounter.empty().add(replica, 1L << 62).state());
    }
    assertThat(sum.exactValue()).isEqualTo(BigInteger.TWO.pow(62).multiply(BigInteger.valueOf(3)));
    assertThatThrownBy(sum::value).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(both::value).isInstanceOf(ArithmeticException.class);
    assertThat(both.subtract(A, 1L << 62).state().subtract(B, 1L << 61).state().value())
        .isEqualTo((1L << 62) + (1L << 61));
    assertThat(sum.join(sum.delete().delta()).value()).isZero();
    assertThat(sum.join(sum.delete().delta()).exactValue()).isZero();
  }

  @Test
  void sumsAtTheEdgesOf64Bits_areRead() {
    PNCounter low =
        PNCounter.empty().subtract(A, Long.MAX_VALUE).state().subtract(B, 1).state();
    assertThat(low.value()).isEqualTo(Long.MIN_VALUE);
    assertThatThrownBy(() -> low.subtract(B, 1).state().value())
        .isInstanceOf(ArithmeticException.class);
    PNCounter again = low.delete().state().add(A, Long.MAX_VALUE).state();
    assertThat(again.add(B, 1).state().exactValue()).isEqualTo(BigInteger.TWO.pow(63));
  }

  @Test
  void addThatOverflowsItsOwnEntry_isRefused() {
    GCounter full = GCounter.empty().add(A, Long.MAX_VALUE).state();
    assertThatThrownBy(() -> full.add(A, 1)).isInstanceOf(ArithmeticException.class);
    assertThat(full.value()).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> full.delete().state().add(A, 1))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(
            () -> PNCounter.empty().subtract(A, Long.MAX_VALUE).state().subtract(A, Long.MAX_VALUE))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void amountsOfZeroAndBelow_areRefused() {
    for (long amount : List.of(0L, -1L, Long.MIN_VALUE)) {
      List<UnaryOperator<PNCounter>> calls = List.of(
          counter -> counter.add(A, amount).state(),
          counter -> counter.subtract(A, amount).state());
      for (UnaryOperator<PNCounter> call : calls) {
        assertThatThrownBy(() -> call.apply(PNCounter.empty()))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThatThrownBy(() -> GCounter.empty().add(A, amount))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void additionAfterADeletion_countsFromZeroWhereverItsDeltaArrivesFirst() {
    GCounter deleted = GCounter.empty().add(A, 11).state().delete().state();
    assertThat(GCounter.empty().join(deleted.add(A, 1).delta()).value()).isEqualTo(1);
  }

  @Test
  void counterDeletedWhileAnotherAdds_keepsTheConcurrentAdd() {
    PNCounter seen = PNCounter.empty().add(A, 11).state();
    PNCounter deleted = seen.delete().state();
    Mutation<PNCounter> concurrent = seen.add(A, 1);
    assertThat(deleted.join(concurrent.delta()).value()).isEqualTo(1);
    assertThat(concurrent.state().join(deleted).value()).isEqualTo(1);
  }

  @Test
  void bareNull_isNoElement() {
    assertThatThrownBy(() -> ORSet.empty().add(A, Value.nullValue()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneReplicaIdUsedByTwoCopies_convergesAllTheSame() {
    MVRegister lower = MVRegister.empty().assign(A, X).state();
    MVRegister greater = MVRegister.empty().assign(A, Y).state();
    converge(lower, greater);
    assertThat(lower.join(greater).values()).containsExactly(Y);
    ORSet set = ORSet.empty();
    converge(
        set.add(A, X).state().add(A, Y).state(), set.add(A, Y).state().add(A, X).state());
    converge(RWSet.empty().add(A, X).state(), RWSet.empty().add(A, Y).state());
    converge(RWSet.empty().add(A, X).state(), RWSet.empty().remove(A, X).state());
    converge(
        LWWRegister.empty().assign(A, 7, X).state(),
        LWWRegister.empty().assign(A, 7, Y).state());
    converge(
        LWWRegister.empty().assign(A, 7, X).state(),
        LWWRegister.empty().assign(A, 8, X).state());
  }

  private static <S extends Crdt<S>> void converge(S one, S other) {
    assertThat(one).isNotEqualTo(other);
    assertThat(one.join(other)).isEqualTo(other.join(one));
    assertThat(one.join(other).join(one)).isEqualTo(one.join(other));
  }

  private static <S extends Crdt<S>> List<S> everyOrder(S a, S b, S d) {
    return List.of(
        a.join(b).join(d),
        a.join(d).join(b),
        b.join(a).join(d),
        b.join(d).join(a),
        d.join(a).join(b),
        d.join(b).join(a));
  }
}
