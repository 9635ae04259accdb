package io.miso.crdt;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What operations on large states cost, told by what they allocate: that is the same in every run. */
class CostTest {

  private static final ReplicaId A = new ReplicaId(1, 1, 1);
  private static final ReplicaId B = new ReplicaId(2, 1, 1);
  private static final int MANY = 5_000;

  @Test
  void askingAMapOfManyCountersWhatItIs_looksAtNoneOfThem() {
    ORMap map = ORMap.empty();
    for (int key = 0; key < MANY; key++) {
      map = map.update(Value.of(key), GCounter.empty(), counter -> counter.add(A, 1))
          .state();
    }
    ORMap counted = map;
    ORMap next =
        map.update(Value.of(7), GCounter.empty(), counter -> counter.add(A, 1)).state();
    assertThat(allocated(counted::isLive)).isLessThan(1_000);
    assertThat(allocated(() -> counted.equals(next))).isLessThan(1_000);
  }

  @Test
  void differenceOfManyReplicas_costsAsMuchForEachAsThatOfFew() {
    Map<Dot, Value> live = new HashMap<>();
    for (int i = 0; i < MANY; i++) {
      live.put(dot(i), Value.of(i));
    }
    ORSet mine = ORSet.of(live, CausalContext.of(live.keySet()));
    Summary peer = mine.remove(Value.of(5)).state().summary(1);
    assertThat(allocated(() -> mine.difference(peer)) / MANY).isLessThan(2_000);
  }

  @Test
  void joiningAndCuttingAMapOfManyRuns_costsEachFieldItsOwnAlone() {
    Map<Field, EWFlag> flags = new HashMap<>();
    List<Dot> dots = new ArrayList<>();
    ORMap larger = ORMap.empty();
    for (int i = 0; i < MANY; i++) {
      Dot dot = new Dot(A, 2 * i + 1);
      dots.add(dot);
      flags.put(
          new Field(Value.of(i), CrdtType.EW_FLAG), EWFlag.of(List.of(dot), CausalContext.of(dot)));
      larger = larger
          .update(Value.of(-i - 1), ORSet.empty(), set -> set.add(B, Value.of(1)))
          .state();
      larger = larger
          .update(Value.of(-i - 1), ORSet.empty(), set -> set.add(B, Value.of(2)))
          .state();
    }
    ORMap map = ORMap.of(flags, CausalContext.of(dots));
    ORMap other = larger;
    assertThat(allocated(() -> other.join(map)) / MANY).isLessThan(20_000);
    assertThat(allocated(() -> map.chunks(1_000_000).next()) / MANY).isLessThan(20_000);
  }

  private static Dot dot(int replica) {
    return new Dot(new ReplicaId(replica, 1, 1), 1);
  }

  private static long allocated(Supplier<?> work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Object first = work.get(); // loads classes
    long before = threads.getCurrentThreadAllocatedBytes();
    Object result = work.get();
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(result).isEqualTo(first);
    return allocated;
  }
}
