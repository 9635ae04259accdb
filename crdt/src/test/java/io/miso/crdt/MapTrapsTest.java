package io.miso.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Situations in which maps of other implementations lose updates or bring back what was removed. */
class MapTrapsTest {

  private static final ReplicaId A = new ReplicaId(1, 1, 1);
  private static final ReplicaId B = new ReplicaId(2, 1, 1);
  private static final Value K = Value.of("k");
  private static final Value X = Value.of("x");
  private static final Value Y = Value.of("y");

  @Test
  void keyWithACounterAt11_removedWhileItsReplicaAddsOne_isAt1() {
    ORMap map = count(ORMap.empty(), A, 11).state();
    ORMap added = map.join(count(map, A, 1).delta());
    ORMap removed = map.remove(K).state();

    ORMap both = added.join(removed);
    assertThat(counter(both)).isEqualTo(1);
    assertThat(both).isEqualTo(removed.join(count(map, A, 1).delta()));
    assertThat(counter(removed)).isZero();
    assertThat(removed.contains(K)).isFalse();
    assertThat(added.contains(K)).isTrue();
    assertThat(added.contains(X)).isFalse();
  }

  @Test
  void counterUnderARemovedKey_countsFromZeroAgain() {
    ORMap map =
        count(count(ORMap.empty(), A, 11).state().remove(K).state(), A, 2).state();
    assertThat(counter(map)).isEqualTo(2);
    assertThat(counter(count(map, B, 3).state())).isEqualTo(5);
  }

  @Test
  void mapOfWhichOnlyRemovedCountersAreLeft_isNotLive_untilItCountsAgain() {
    ORMap empty = inner(ORMap.empty(), map -> count(map, A, 11)).remove(X).state();
    assertThat(empty.isLive()).isFalse();
    assertThat(empty.keys()).isEmpty();
    ORMap again = inner(empty, map -> count(map, A, 1));
    assertThat(again.isLive()).isTrue();
    assertThat(again.remove(X).state().isLive()).isFalse();
    assertThat(again.delete().state().isLive()).isFalse();
  }

  @Test
  void removedKey_staysRemoved_whenADeltaFromBeforeComesLate() {
    Mutation<ORMap> put = add(ORMap.empty(), A, X);
    ORMap removed = put.state().remove(K).state();
    assertThat(removed.join(put.delta())).isEqualTo(removed);
    assertThat(removed.keys()).isEmpty();
  }

  @Test
  void removalOfAKey_takesWhatItSaw_andKeepsAConcurrentUpdate() {
    ORMap map = add(ORMap.empty(), A, X).state();
    ORMap both = map.remove(K).state().join(add(map, B, Y).delta());
    assertThat(both.get(K, ORSet.empty()).values()).containsExactly(Y);
  }

  @Test
  void concurrentUpdatesOfOneKey_areJoined() {
    ORMap both = add(ORMap.empty(), A, X).state().join(add(ORMap.empty(), B, Y).state());
    assertThat(both.get(K, ORSet.empty()).values()).containsExactly(X, Y);
  }

  @Test
  void updateOfOneKey_saysNothingOfOthers() {
    Value other = Value.of("other");
    ORMap map = add(ORMap.empty(), A, X).state();
    Mutation<ORMap> elsewhere = map.update(other, EWFlag.empty(), flag -> flag.enable(A));
    assertThat(ORMap.empty().join(elsewhere.delta()).keys()).containsExactly(other);
    assertThat(elsewhere.delta().context().ranges()).containsExactly(new DotRange(A, 2, 2));
  }

  @Test
  void twoTypesUnderOneKey_areTwoValues_andGoTogether() {
    ORMap map = count(add(ORMap.empty(), A, X).state(), A, 5).state();
    assertThat(map.fields())
        .containsExactly(new Field(K, CrdtType.OR_SET), new Field(K, CrdtType.PNCOUNTER));
    assertThat(map.keys()).containsExactly(K);
    assertThat(map.remove(K).state().fields()).isEmpty();
  }

  @Test
  void keys_comeInCanonicalOrder() {
    ORMap map = ORMap.empty();
    for (int key = 20; key > 0; key--) {
      map = map.update(Value.of(key), EWFlag.empty(), flag -> flag.enable(A)).state();
    }
    assertThat(map.keys()).hasSize(20).isSorted();
  }

  @Test
  void nestedMap_removedAbove_keepsWhatWasWrittenBelowMeanwhile() {
    ORMap map = inner(ORMap.empty(), inside -> add(inside, A, X));
    ORMap written = inner(map, inside -> count(inside, B, 4));
    ORMap both = map.remove(X).state().join(written);
    ORMap inside = both.get(X, ORMap.empty());
    assertThat(inside.get(K, ORSet.empty()).values()).isEmpty();
    assertThat(counter(inside)).isEqualTo(4);
  }

  @Test
  void mapsNestedTooDeep_areRefused() {
    ORMap deepest = nested(ORMap.empty(), ORMap.MAX_DEPTH - 1);
    assertThat(deepest.keys()).containsExactly(K);
    assertThat(ORMap.of(deepest.entries(), deepest.context())).isEqualTo(deepest);
    assertThatThrownBy(() ->
            ORMap.of(Map.of(new Field(K, CrdtType.OR_MAP), deepest), deepest.context()))
        .hasMessageContaining("nested deeper than 8");
    assertThatThrownBy(() -> nested(ORMap.empty(), ORMap.MAX_DEPTH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nested deeper than 8");
  }

  @Test
  void mapsMayBeKeptFlatter_byWhoeverUpdatesThem_andStillJoinDeeperOnes() {
    ORMap two = nested(ORMap.empty(), 1);
    assertThat(ORMap.empty()
            .update(K, ORMap.empty(), 2, map -> new Mutation<>(ORMap.empty(), ORMap.empty()))
            .state()
            .keys())
        .isEmpty();
    assertThat(ORMap.empty()
            .update(K, ORMap.empty(), 3, map -> new Mutation<>(two, two))
            .state()
            .keys())
        .containsExactly(K);
    assertThatThrownBy(
            () -> ORMap.empty().update(K, ORMap.empty(), 2, map -> new Mutation<>(two, two)))
        .hasMessageContaining("nested deeper than 2");
    assertThatThrownBy(() ->
            ORMap.empty().update(K, ORSet.empty(), 9, set -> set.add(A, Value.of(1))))
        .hasMessageContaining("from 1 to 8");
    assertThat(ORMap.empty().join(nested(ORMap.empty(), 7)).keys()).containsExactly(K);
  }

  @Test
  void deepMapFromElsewhere_isNoWayAroundTheDepth() {
    ORMap elsewhere = nested(ORMap.empty(), ORMap.MAX_DEPTH - 1);
    assertThatThrownBy(() ->
            ORMap.empty().update(K, ORMap.empty(), inside -> new Mutation<>(elsewhere, elsewhere)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nested deeper");
  }

  @Test
  void whatAMapCannotHold_isRefusedByName() {
    assertThatThrownBy(() -> new Field(Value.nullValue(), CrdtType.OR_SET))
        .hasMessageContaining("null");
    assertThatThrownBy(() -> new Field(K, CrdtType.BOUNDED_COUNTER))
        .hasMessageContaining("BoundedCounter");
  }

  private static ORMap nested(ORMap map, int levels) {
    return levels == 0
        ? add(map, A, X).state()
        : map.update(K, ORMap.empty(), inside -> new Mutation<>(inside, nested(inside, levels - 1)))
            .state();
  }

  private static ORMap inner(ORMap map, Function<ORMap, Mutation<ORMap>> change) {
    return map.update(X, ORMap.empty(), change).state();
  }

  private static Mutation<ORMap> add(ORMap map, ReplicaId replica, Value element) {
    return map.update(K, ORSet.empty(), set -> set.add(replica, element));
  }

  private static Mutation<ORMap> count(ORMap map, ReplicaId replica, long amount) {
    return map.update(K, PNCounter.empty(), counter -> counter.add(replica, amount));
  }

  private static long counter(ORMap map) {
    return map.get(K, PNCounter.empty()).value();
  }
}
