package io.miso.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nodes of different releases compare digests, so they are as fixed as the encoding. */
class DigestTest {

  private static final ReplicaId A = new ReplicaId(1, 2, 3);
  private static final ReplicaId B = new ReplicaId(-1, -2, 300);
  private static final Value X = Value.of("x");

  @Test
  void digests_areTheSameInEveryRelease() {
    Map<String, Crdt<?>> states = new LinkedHashMap<>();
    states.put("empty", ORSet.empty());
    states.put("values", ORSet.empty().join(values()));
    states.put("removed", values().delete().state());
    states.put("gset", GSet.empty().add(A, X).state());
    states.put("gcounter", GCounter.empty().add(A, 5).state().delete().state());
    states.put("pncounter", PNCounter.empty().add(A, 5).state().subtract(B, 7).state());
    states.put("mvregister", MVRegister.empty().assign(A, X).state());
    states.put("ewflag", EWFlag.empty().enable(A).state());
    states.put("dwflag", DWFlag.empty().disable(A).state());
    states.put("lwwregister", LWWRegister.empty().assign(A, 77, X).state());
    states.put("maxregister", MaxRegister.empty().write(A, X).state());
    states.put("minregister", MinRegister.empty().write(A, X).state());
    states.put("rwset", RWSet.empty().remove(A, X).state());
    BoundedCounter bounded = BoundedCounter.empty().increment(A, 5).state();
    states.put("boundedcounter", bounded.transfer(A, B, 2).orElseThrow().state());
    states.put("ormap", map());
    List<String> lines = new ArrayList<>();
    states.forEach((name, state) -> lines.add(name + " " + String.format("%016x", state.digest())));
    assertThat(lines)
        .containsExactly(
            "empty 26f2a1148cf52011",
            "values 64bbb7fb5d4260db",
            "removed a6b2ec4cc7c8597d",
            "gset 1203832b4a494b1e",
            "gcounter 5b7c594b09807d9f",
            "pncounter 29efb62a1371ba1d",
            "mvregister 3e9f18ef79ee56cb",
            "ewflag e9c5f908c3a07cf4",
            "dwflag 1f1e9921dd1ef7ba",
            "lwwregister f975c4c1833c2d9b",
            "maxregister 6c722b0db3bc5c9d",
            "minregister 2142007cd74a6550",
            "rwset b7470a8be0147e72",
            "boundedcounter c47814635107314f",
            "ormap 50e0c42d1a45c609");
  }

  private static ORSet values() {
    ORSet set = ORSet.empty();
    for (Value value : List.of(
        X,
        Value.of(""),
        Value.of(5),
        Value.of(0.5),
        Value.of(true),
        Value.of(new byte[] {1, 2}),
        Value.array(List.of(X, Value.nullValue())),
        Value.object(Map.of("a", X, "b", Value.of(1))))) {
      set = set.add(B, value).state();
    }
    return set;
  }

  private static ORMap map() {
    return ORMap.empty()
        .update(X, PNCounter.empty(), counter -> counter.add(A, 11))
        .state()
        .update(
            Value.of(5),
            ORMap.empty(),
            inner -> inner.update(X, ORSet.empty(), set -> set.add(B, X)))
        .state();
  }

  /** Otherwise a write that moves to another key, or to another dot, would go unnoticed. */
  @Test
  void statesThatDifferInOnePlace_haveDifferentDigests() {
    List<Long> digests = new ArrayList<>();
    for (Value key : List.of(X, Value.of("y"))) {
      for (Value element : List.of(X, Value.of("y"))) {
        for (ReplicaId replica : List.of(A, B)) {
          digests.add(ORMap.empty()
              .update(key, ORSet.empty(), set -> set.add(replica, element))
              .state()
              .digest());
        }
      }
      digests.add(ORMap.empty()
          .update(key, PNCounter.empty(), counter -> counter.add(A, 1))
          .state()
          .digest());
      digests.add(ORMap.empty()
          .update(key, PNCounter.empty(), counter -> counter.subtract(A, 1))
          .state()
          .digest());
    }
    assertThat(digests).doesNotHaveDuplicates();
    assertThat(Collections.frequency(digests, 0L)).isZero();
  }

  /** Counters have no dots, so nothing but the path tells these two apart. */
  @Test
  void counterUnderTheSameKeysInAnotherOrder_hasAnotherDigest_andIsRepaired() {
    ORMap one = counted(X, Value.of("y"));
    ORMap other = counted(Value.of("y"), X);
    assertThat(one.digest()).isNotEqualTo(other.digest());
    assertThat(other.join(one.difference(other.summary(1)))).isEqualTo(other.join(one));
  }

  private static ORMap counted(Value outer, Value inner) {
    return ORMap.empty()
        .update(
            outer,
            ORMap.empty(),
            map -> map.update(
                inner,
                ORMap.empty(),
                last -> last.update(X, GCounter.empty(), counter -> counter.add(A, 1))))
        .state();
  }
}
