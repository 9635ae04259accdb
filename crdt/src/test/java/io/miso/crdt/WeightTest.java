package io.miso.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Weights add up: queues and chunks are bounded by them. */
class WeightTest {

  private static final ReplicaId A = new ReplicaId(1, 1, 1);
  private static final ReplicaId B = new ReplicaId(2, 1, 1);

  @Test
  void emptyStates_weighNextToNothing() {
    for (CrdtType type : CrdtType.values()) {
      assertThat(type.empty().weight()).as("%s", type).isBetween(0L, 8L);
    }
  }

  @Test
  void values_weighMoreThanTheBytesInThem() {
    for (Value scalar :
        List.of(Value.nullValue(), Value.of(true), Value.of(5), Value.of(0.5), Value.of(""))) {
      assertThat(scalar.weight()).as("%s", scalar).isPositive();
    }
    Value text = Value.of("abcdefgh");
    Value bytes = Value.of(new byte[8]);
    long both = text.weight() + bytes.weight();
    assertThat(text.weight()).isGreaterThan(8);
    assertThat(bytes.weight()).isGreaterThan(8);
    assertThat(Value.array(List.of(text, bytes)).weight()).isGreaterThan(both);
    assertThat(Value.object(Map.of("name", text, "other", bytes)).weight())
        .isGreaterThan(both + "name".length() + "other".length());
  }

  @Test
  void marksAndStamps_weighMoreThanTheirValues() {
    Value value = Value.of("abcdefgh");
    assertThat(new Mark(value, true).weight()).isGreaterThan(value.weight());
    assertThat(new Stamped(7, value).weight()).isGreaterThan(value.weight());
  }

  @Test
  void counters_weighAsManyEntriesAsTheyHave() {
    GCounter one = GCounter.empty().add(A, 1).state();
    assertThat(one.weight()).isPositive();
    assertThat(one.add(A, 1).state().weight()).isEqualTo(one.weight());
    assertThat(one.add(B, 1).state().weight()).isEqualTo(2 * one.weight());
    PNCounter both = PNCounter.empty().add(A, 1).state().subtract(A, 1).state();
    assertThat(both.weight()).isEqualTo(2 * one.weight());
  }

  @Test
  void boundedCounter_weighsItsRowsAndGifts() {
    BoundedCounter none = BoundedCounter.empty();
    BoundedCounter one = none.increment(A, 9).state();
    BoundedCounter two = one.increment(B, 9).state();
    BoundedCounter given = two.transfer(A, B, 1).orElseThrow().state();
    assertThat(one.weight()).isGreaterThan(none.weight());
    assertThat(two.weight() - one.weight()).isEqualTo(one.weight() - none.weight());
    assertThat(given.weight()).isGreaterThan(two.weight());
    assertThat(given.transfer(A, B, 1).orElseThrow().state().weight()).isEqualTo(given.weight());
  }

  @Test
  void sets_weighTheirElements_andContextsTheirRunsAndReplicas() {
    ORSet one = ORSet.empty().add(A, Value.of("abc")).state();
    assertThat(one.weight())
        .isGreaterThan(one.context().weight() + Value.of("abc").weight());
    ORSet two = one.add(A, Value.of("def")).state();
    ORSet three = two.add(A, Value.of("ghi")).state();
    assertThat(three.weight() - two.weight()).isEqualTo(two.weight() - one.weight());
    assertThat(two.weight() - one.weight()).isGreaterThan(Value.of("def").weight());
    assertThat(three.remove(Value.of("def")).state().weight()).isEqualTo(two.weight());
    CausalContext run = three.context();
    CausalContext gap = CausalContext.of(List.of(new Dot(A, 1), new Dot(A, 3)));
    CausalContext other = run.join(CausalContext.of(new Dot(B, 1)));
    assertThat(run.weight()).isPositive().isLessThan(gap.weight());
    assertThat(gap.weight()).isLessThan(other.weight());
  }

  @Test
  void map_weighsKeysAndValues() {
    Value key = Value.of("key");
    ORMap map = ORMap.empty()
        .update(key, ORSet.empty(), set -> set.add(A, Value.of("abc")))
        .state();
    ORMap two =
        map.update(key, ORSet.empty(), set -> set.add(A, Value.of("def"))).state();
    ORMap other = map.update(Value.of("kex"), ORSet.empty(), set -> set.add(A, Value.of("def")))
        .state();
    assertThat(two.weight()).isGreaterThan(map.weight());
    long field = new Field(key, CrdtType.OR_SET).weight();
    assertThat(field).isGreaterThan(key.weight());
    assertThat(other.weight() - two.weight()).isEqualTo(field);
    assertThat(other.remove(Value.of("kex")).state().weight()).isEqualTo(map.weight());
  }
}
