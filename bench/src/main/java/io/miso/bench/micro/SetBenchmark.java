package io.miso.bench.micro;

import io.miso.crdt.Mutation;
import io.miso.crdt.ORSet;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Value;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Changes of an ORSet, each beside the same change of a persistent hash map that has nothing but the elements. Every call works on another
 * element, so that a large set is not measured on one path that stays in the cache.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SetBenchmark {
  private static final int CALLS = 1024; // a power of two

  @Param({"100", "100000"})
  public int elements;

  private final ReplicaId own = Samples.replica(1);
  private final Value[] absent = new Value[CALLS];
  private final Value[] present = new Value[CALLS];
  private final ORSet[] additions = new ORSet[CALLS];
  private final ORSet[] removals = new ORSet[CALLS];
  private ORSet set = ORSet.empty();
  private PMap<Value, Boolean> map = HashTreePMap.empty();
  private io.vavr.collection.HashMap<Value, Boolean> vavr = io.vavr.collection.HashMap.empty();
  private int call;

  /** Fills the set, and makes deltas of as many changes elsewhere. */
  @Setup
  public void fill() {
    set = Samples.set(elements);
    for (int i = 0; i < elements; i++) {
      map = map.plus(Samples.element(i), true);
      vavr = vavr.put(Samples.element(i), true);
    }
    for (int i = 0; i < CALLS; i++) {
      absent[i] = Samples.element(-1 - i);
      present[i] = Samples.element((int) ((long) i * elements / CALLS));
      additions[i] = set.add(Samples.replica(2), absent[i]).delta();
      removals[i] = set.remove(present[i]).delta();
    }
  }

  private int next() {
    return call++ & (CALLS - 1);
  }

  /** An element that is new. */
  @Benchmark
  public Mutation<ORSet> add() {
    return set.add(own, absent[next()]);
  }

  /** An element that is there. */
  @Benchmark
  public Mutation<ORSet> remove() {
    return set.remove(present[next()]);
  }

  /** The delta of an add that somebody else made. */
  @Benchmark
  public ORSet joinAdd() {
    return set.join(additions[next()]);
  }

  /** The delta of a remove that somebody else made. */
  @Benchmark
  public ORSet joinRemove() {
    return set.join(removals[next()]);
  }

  /** Baseline: the element alone into a persistent map of PCollections. */
  @Benchmark
  public PMap<Value, Boolean> baselineAddToPCollections() {
    return map.plus(absent[next()], true);
  }

  /** Baseline: the element alone into a persistent map of Vavr. */
  @Benchmark
  public io.vavr.collection.HashMap<Value, Boolean> baselineAddToVavr() {
    return vavr.put(absent[next()], true);
  }
}
