package io.miso.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a map holds that has no dots: which fields have it, and how it is cut. */
class FieldCountersTest {

  private static final ReplicaId A = new ReplicaId(1, 1, 1);
  private static final Value K = Value.of("k");
  private static final Value X = Value.of("x");

  @Test
  void fieldsWithCounters_areCountersAndMapsThatHaveSome_evenRemovedOnes() {
    ORMap dots = ORMap.empty()
        .update(K, ORSet.empty(), set -> set.add(A, X))
        .state()
        .update(K, ORMap.empty(), inner -> inner.update(X, EWFlag.empty(), flag -> flag.enable(A)))
        .state();
    assertThat(counters(dots).fields()).isEmpty();
    assertThat(dots.store().hasCounters()).isFalse();
    assertThat(dots.remove(K).state().store().hasCounters()).isFalse();

    ORMap removed = count(count(dots, K, 1), X, 1)
        .remove(X)
        .state()
        .update(
            Value.of("map"),
            ORMap.empty(),
            inner -> inner.update(X, PNCounter.empty(), counter -> counter.add(A, 1)))
        .state();
    assertThat(counters(removed).fields())
        .containsExactlyInAnyOrder(
            new Field(K, CrdtType.PNCOUNTER),
            new Field(X, CrdtType.PNCOUNTER),
            new Field(Value.of("map"), CrdtType.OR_MAP));
  }

  @Test
  void parts_areAsLargeAsAskedFor_keysIncluded() {
    ORMap map = ORMap.empty();
    for (int key = 0; key < 100; key++) {
      map = count(map, Value.of("key" + (100 + key)), 1);
    }
    long tenth = map.weight() / 10;
    assertThat(counters(map).parts(tenth))
        .hasSize(10)
        .allSatisfy(part -> assertThat(part.weight()).isEqualTo(tenth));
    assertThat(counters(map).parts(tenth - 1))
        .allSatisfy(part -> assertThat(part.weight()).isLessThan(tenth));
  }

  @Test
  void partsOfACounterThatWentBothWays_makeItWhole() {
    ORMap map = count(ORMap.empty(), K, 5)
        .update(K, PNCounter.empty(), counter -> counter.subtract(A, 2))
        .state();
    List<Fields> parts = counters(map).parts(1_000);
    ORMap joined = ORMap.empty();
    for (Fields part : parts) {
      joined = joined.join(map.with(new Causal<>(part, CausalContext.empty())));
    }
    assertThat(joined.get(K, PNCounter.empty()).value()).isEqualTo(3);
  }

  private static FieldCounters counters(ORMap map) {
    return new FieldCounters(map.store());
  }

  private static ORMap count(ORMap map, Value key, long amount) {
    return map.update(key, PNCounter.empty(), counter -> counter.add(A, amount)).state();
  }
}
