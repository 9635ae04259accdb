package io.miso.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The join of the kernel against its definition, on states large enough for every way it goes about it. */
class CausalJoinTest {

  @Test
  void join_isItsDefinition() {
    Cases.forAll(getClass(), "join_isItsDefinition", random -> {
      List<ORSet> values = values(random);
      for (int pair = 0; pair < 5; pair++) {
        ORSet one = values.get(random.nextInt(values.size()));
        ORSet other = values.get(random.nextInt(values.size()));
        ORSet joined = one.join(other);
        assertThat(joined.liveDots()).isEqualTo(defined(one, other));
        assertThat(joined.values())
            .isEqualTo(List.copyOf(new TreeSet<>(joined.liveDots().values())));
        assertThat(joined).isEqualTo(other.join(one));
        assertThat(joined).isEqualTo(ORSet.of(joined.liveDots(), joined.context()));
        assertThat(joined.weight())
            .isEqualTo(ORSet.of(joined.liveDots(), joined.context()).weight());
      }
    });
  }

  @Test
  void joinThatAddsNothing_givesTheSameState() {
    ORSet set = ORSet.empty();
    for (int i = 0; i < 100; i++) {
      set = set.add(History.replica(0), Value.of(i)).state();
    }
    assertThat(set.join(ORSet.empty())).isSameAs(set);
    assertThat(set.join(ORSet.empty().add(History.replica(0), Value.of(0)).delta()))
        .isSameAs(set);
  }

  @Test
  void stateRebuiltFromDotsInAnyOrder_isTheSame() {
    ORSet set = ORSet.empty();
    for (int i = 0; i < 100; i++) {
      set = set.add(History.replica(i % 3), Value.of(i)).state();
    }
    List<Dot> dots = new ArrayList<>(set.liveDots().keySet());
    Collections.reverse(dots);
    Map<Dot, Value> backwards = new LinkedHashMap<>();
    for (Dot dot : dots) {
      backwards.put(dot, set.liveDots().get(dot));
    }
    ORSet rebuilt = ORSet.of(backwards, set.context());
    assertThat(rebuilt).isEqualTo(set);
    assertThat(rebuilt.remove(Value.of(50)).state())
        .isEqualTo(set.remove(Value.of(50)).state());
  }

  /** What is live in both, or in one while the other has not heard of it. */
  private static Map<Dot, Value> defined(ORSet one, ORSet other) {
    Map<Dot, Value> live = new HashMap<>();
    one.liveDots().forEach((dot, value) -> {
      if (other.liveDots().containsKey(dot) || !other.context().contains(dot)) {
        live.put(dot, value);
      }
    });
    other.liveDots().forEach((dot, value) -> {
      if (!one.context().contains(dot)) {
        live.put(dot, value);
      }
    });
    return live;
  }

  private static List<ORSet> values(Random random) {
    List<ORSet> copies = new ArrayList<>(List.of(ORSet.empty(), ORSet.empty(), ORSet.empty()));
    List<ORSet> deltas = new ArrayList<>();
    int elements = 1 << random.nextInt(7);
    for (int step = random.nextInt(200); step > 0; step--) {
      int copy = random.nextInt(copies.size());
      ORSet before = copies.get(copy);
      Value element = Value.of(random.nextInt(elements));
      Mutation<ORSet> mutation = switch (random.nextInt(40)) {
        case 0 -> before.delete();
        case 1, 2, 3, 4, 5, 6, 7, 8 -> before.remove(element);
        default -> before.add(History.replica(copy), element);
      };
      deltas.add(mutation.delta());
      ORSet received = random.nextInt(10) == 0
          ? copies.get(random.nextInt(copies.size()))
          : deltas.get(random.nextInt(deltas.size()));
      copies.set(copy, mutation.state().join(received));
    }
    copies.addAll(deltas);
    return copies;
  }
}
