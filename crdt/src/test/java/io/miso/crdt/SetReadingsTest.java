package io.miso.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Whichever way a set is read, it shows the same elements. Which they are, {@link CrdtSpecTest} checks. */
class SetReadingsTest {

  @Test
  void growSetReadInAnyWay_showsTheSameElements() {
    Cases.forAll(getClass(), "growSetReadInAnyWay_showsTheSameElements", random -> {
      GSet set = state(new Subjects.GrowSet(), random);
      same(set.values(), set.elements(), set.size(), set::contains);
      some(set.values(), set.anyElement());
    });
  }

  @Test
  void addWinsSetReadInAnyWay_showsTheSameElements() {
    Cases.forAll(getClass(), "addWinsSetReadInAnyWay_showsTheSameElements", random -> {
      ORSet set = state(new Subjects.OrSet(), random);
      same(set.values(), set.elements(), set.size(), set::contains);
      some(set.values(), set.anyElement());
    });
  }

  @Test
  void removeWinsSetReadInAnyWay_showsTheSameElements_andCountsRemovedOnesApart() {
    String name = "removeWinsSetReadInAnyWay_showsTheSameElements_andCountsRemovedOnesApart";
    Cases.forAll(getClass(), name, random -> {
      RWSet set = state(new Subjects.RwSet(), random);
      same(set.values(), set.elements(), set.size(), set::contains);
      Set<Value> written = new TreeSet<>();
      set.forEachLive((dot, mark) -> written.add(mark.element()));
      assertThat(set.termCount()).isEqualTo(written.size());
    });
  }

  private static void same(
      List<Value> values, List<Value> elements, int size, Predicate<Value> contains) {
    assertThat(elements).containsExactlyInAnyOrderElementsOf(values);
    assertThat(size).isEqualTo(values.size());
    for (int number = 1; number <= 4; number++) {
      Value element = Value.of(number);
      assertThat(contains.test(element)).isEqualTo(values.contains(element));
    }
  }

  private static void some(List<Value> values, Optional<Value> any) {
    assertThat(any.isPresent()).isEqualTo(!values.isEmpty());
    assertThat(values).containsAll(any.stream().toList());
  }

  private static <S extends Crdt<S>> S state(Subject<S> subject, Random random) {
    History<S> history = new History<>(subject);
    for (int step = random.nextInt(25); step > 0; step--) {
      history.step(random, true);
    }
    return history.state(0);
  }
}
