package io.miso.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CausalContextTest {

  private static final ReplicaId A = new ReplicaId(0, 1, 1);
  private static final ReplicaId B = new ReplicaId(0, 1, 2);

  @Test
  void gapThatCloses_leavesOneRun() {
    CausalContext gap = context(1, 1, 3, 3);
    assertThat(gap.ranges()).hasSize(2);
    assertThat(gap.max(A)).isEqualTo(3);
    assertThat(gap.contains(new Dot(A, 2))).isFalse();
    CausalContext closed = gap.join(CausalContext.of(new Dot(A, 2)));
    assertThat(closed.ranges()).containsExactly(new DotRange(A, 1, 3));
    assertThat(closed.next(A)).isEqualTo(new Dot(A, 4));
    assertThat(closed.next(B)).isEqualTo(new Dot(B, 1));
  }

  @Test
  void joinThatAddsNothing_givesTheSameContext() {
    CausalContext context = context(1, 5, 9, 9);
    assertThat(context.join(context(2, 3))).isSameAs(context);
    assertThat(context(2, 3).join(context)).isEqualTo(context);
  }

  @Test
  void highestSequences_doNotWrap() {
    CausalContext top = context(Long.MAX_VALUE - 1, Long.MAX_VALUE);
    assertThat(top.join(context(1, Long.MAX_VALUE - 2)).ranges())
        .containsExactly(new DotRange(A, 1, Long.MAX_VALUE));
    assertThatThrownBy(() -> top.next(A)).isInstanceOf(ArithmeticException.class);
    assertThat(context(1, Long.MAX_VALUE).minus(top).ranges())
        .containsExactly(new DotRange(A, 1, Long.MAX_VALUE - 2));
    assertThat(top.minus(context(5, Long.MAX_VALUE)).isEmpty()).isTrue();
    assertThat(top.intersect(context(1, Long.MAX_VALUE))).isEqualTo(top);
  }

  @Test
  void randomContexts_areTheSetsOfTheirDots() {
    Cases.forAll(getClass(), "randomContexts_areTheSetsOfTheirDots", random -> {
      Set<Dot> some = dots(random);
      Set<Dot> others = dots(random);
      CausalContext one = CausalContext.of(some);
      CausalContext other = CausalContext.of(others);
      Set<Dot> union = new HashSet<>(some);
      union.addAll(others);
      assertThat(one.join(other))
          .isEqualTo(CausalContext.of(union))
          .hasSameHashCodeAs(CausalContext.of(union));
      assertThat(one.containsAll(other)).isEqualTo(some.containsAll(others));
      Set<Dot> left = new HashSet<>(some);
      left.removeAll(others);
      assertThat(one.minus(other)).isEqualTo(CausalContext.of(left));
      Set<Dot> shared = new HashSet<>(some);
      shared.retainAll(others);
      assertThat(one.intersect(other)).isEqualTo(CausalContext.of(shared));
      assertThat(one.digest() == other.digest()).isEqualTo(some.equals(others));
      assertThat(CausalContext.ofRanges(one.join(other).ranges())).isEqualTo(one.join(other));
      assertThat(one.rangeCount()).isEqualTo(one.ranges().size());
      assertThat(one.replicas())
          .isEqualTo(some.stream().map(Dot::replica).distinct().sorted().toList());
      for (Dot dot : union) {
        assertThat(one.contains(dot)).isEqualTo(some.contains(dot));
      }
      for (ReplicaId replica : List.of(A, B)) {
        assertThat(one.exceeds(other, replica))
            .isEqualTo(left.stream().anyMatch(dot -> dot.replica().equals(replica)));
      }
    });
  }

  @Test
  void partsThatDoNotFit_areRefused() {
    assertThatThrownBy(() -> new ReplicaId(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Dot(A, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DotRange(A, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DotRange(A, 2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CounterEntry(A, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CounterEntry(A, 1, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CounterEntry(A, 1, -1))
        .isInstanceOf(IllegalArgumentException.class);
    CounterEntry entry = new CounterEntry(A, 2, 1);
    assertThatThrownBy(() -> GCounter.of(List.of(entry, entry)))
        .isInstanceOf(IllegalArgumentException.class);
    TreeMap<Dot, Value> live = new TreeMap<>(java.util.Map.of(new Dot(A, 2), Value.of(1)));
    assertThatThrownBy(() -> ORSet.of(live, context(1, 1)))
        .hasMessageContaining("not in the causal context");
    live.put(new Dot(A, 2), Value.nullValue());
    assertThatThrownBy(() -> ORSet.of(live, context(1, 2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void replicaIds_areOrderedUnsigned() {
    assertThat(List.of(
            new ReplicaId(0, 0, 2),
            new ReplicaId(0, -1, 1),
            new ReplicaId(1, 0, 1),
            new ReplicaId(-1, 0, 1)))
        .isSorted();
    assertThat(new ReplicaId(1, -1, 3)).hasToString("0000000000000001ffffffffffffffff/3");
  }

  private static CausalContext context(long... runs) {
    List<DotRange> ranges = new ArrayList<>();
    for (int i = 0; i < runs.length; i += 2) {
      ranges.add(new DotRange(A, runs[i], runs[i + 1]));
    }
    return CausalContext.ofRanges(ranges);
  }

  private static Set<Dot> dots(Random random) {
    Set<Dot> dots = new HashSet<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      dots.add(new Dot(random.nextBoolean() ? A : B, 1 + random.nextInt(10)));
    }
    return dots;
  }
}
