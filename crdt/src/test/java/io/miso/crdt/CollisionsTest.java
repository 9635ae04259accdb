package io.miso.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Values of one hash, as a client can make them. */
class CollisionsTest {

  private static final ReplicaId A = new ReplicaId(1, 1, 1);
  private static final ReplicaId B = new ReplicaId(2, 1, 1);
  private static final int MANY = 30_000;

  /** The first four characters are a constant of XXH3, and make it overlook the four that follow. */
  private static Value colliding(int number) {
    return Value.of("\ufeb8\u396c\ua423\ube4b" + String.format("%04x", number) + "01234567");
  }

  @Test
  void manyElementsOfOneHash_areFoundAndRemovedAsAnyOthers() {
    assertThat(colliding(1).hash()).isEqualTo(colliding(2).hash());
    ORSet set = ORSet.empty();
    for (int i = 0; i < MANY; i++) {
      set = set.add(A, colliding(i)).state();
    }
    assertThat(ORSet.of(set.liveDots(), set.context())).isEqualTo(set);
    assertThat(ORSet.empty().join(set).size()).isEqualTo(MANY);
    for (int i = 0; i < MANY; i += 2) {
      set = set.remove(colliding(i)).state();
    }
    assertThat(set.size()).isEqualTo(MANY / 2);
    assertThat(set.elements()).hasSize(MANY / 2);
    assertThat(set.contains(colliding(2))).isFalse();
    assertThat(set.contains(colliding(MANY - 1))).isTrue();
  }

  @Test
  void elementOfTwoDotsAmongOthersOfItsHash_isRemovedWithBoth() {
    ORSet one = ORSet.empty().add(A, colliding(1)).state().add(A, colliding(2)).state();
    ORSet both = one.join(ORSet.empty().add(B, colliding(1)).state());
    ORSet rebuilt = ORSet.of(both.liveDots(), both.context());
    ORSet removed = rebuilt.remove(colliding(1)).state();
    assertThat(removed.values()).containsExactly(colliding(2));
    assertThat(removed.liveDots().values()).containsExactly(colliding(2));
  }

  @Test
  void manyFieldsOfOneHash_areFoundAsAnyOthers() {
    Map<Field, GCounter> counters = new HashMap<>();
    for (int i = 0; i < MANY; i++) {
      counters.put(
          new Field(colliding(i), CrdtType.GCOUNTER),
          GCounter.empty().add(A, i + 1).state());
    }
    ORMap map = ORMap.of(counters, CausalContext.empty());
    assertThat(map.get(colliding(77), GCounter.empty()).value()).isEqualTo(78);
    assertThat(map.fields()).hasSize(MANY);
    assertThat(ORMap.of(map.entries(), map.context()).digest()).isEqualTo(map.digest());
  }

  @Test
  void fieldsOfOneHash_areOneStateInWhateverOrderTheyCame() {
    ORMap oneWay = counted(counted(ORMap.empty(), colliding(1), 5), colliding(2), 7);
    ORMap otherWay = counted(counted(ORMap.empty(), colliding(2), 7), colliding(1), 5);
    assertThat(oneWay).isEqualTo(otherWay);
    assertThat(oneWay.digest()).isEqualTo(otherWay.digest());
    assertThat(oneWay.isEmpty()).isFalse();
  }

  @Test
  void sameCounterUnderAnotherKeyOfThatHash_isAnotherMap() {
    ORMap one = counted(ORMap.empty(), colliding(1), 5);
    ORMap other = counted(ORMap.empty(), colliding(2), 5);
    assertThat(one).isNotEqualTo(other);
  }

  private static ORMap counted(ORMap map, Value key, long amount) {
    return map.update(key, GCounter.empty(), counter -> counter.add(A, amount)).state();
  }

  @Test
  void collidingElementsComingAndGoing_areThoseOfAPlainSet() {
    Cases.forAll(getClass(), "collidingElementsComingAndGoing_areThoseOfAPlainSet", random -> {
      ORSet set = ORSet.empty();
      Set<Value> plain = new HashSet<>();
      for (int step = 0; step < 60; step++) {
        Value value = any(random);
        boolean add = random.nextBoolean();
        set = (add ? set.add(A, value) : set.remove(value)).state();
        boolean changed = add ? plain.add(value) : plain.remove(value);
        assertThat(set.contains(value)).isEqualTo(add);
        assertThat(set.size()).as("after %s, %s", value, changed).isEqualTo(plain.size());
      }
      List<Value> elements = new ArrayList<>(set.elements());
      assertThat(elements).containsExactlyInAnyOrderElementsOf(plain);
    });
  }

  private static Value any(Random random) {
    return random.nextInt(4) == 0 ? Value.of(random.nextInt(4)) : colliding(random.nextInt(12));
  }
}
