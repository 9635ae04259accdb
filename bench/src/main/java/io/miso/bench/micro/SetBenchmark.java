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

/** Changes of an ORSet, small and large. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SetBenchmark {
  @Param({"100", "100000"})
  public int elements;

  private final ReplicaId own = Samples.replica(1);
  private final Value absent = Value.of("not in the set");
  private ORSet set = ORSet.empty();
  private Value present = absent;

  /** Fills the set. */
  @Setup
  public void fill() {
    set = Samples.set(elements);
    present = Samples.element(elements / 2);
  }

  /** An element that is new. */
  @Benchmark
  public Mutation<ORSet> add() {
    return set.add(own, absent);
  }

  /** An element that is there. */
  @Benchmark
  public Mutation<ORSet> remove() {
    return set.remove(present);
  }
}
