package io.miso.bench.micro;

import io.miso.crdt.Mutation;
import io.miso.crdt.PNCounter;
import io.miso.crdt.ReplicaId;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One addition to a counter that five replicas write. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CounterBenchmark {
  private final ReplicaId own = Samples.replica(3);
  private final PNCounter counter = Samples.counter(5);

  /** State and delta of the addition. */
  @Benchmark
  public Mutation<PNCounter> add() {
    return counter.add(own, 1);
  }

  /** The value, which every answer to a client carries. */
  @Benchmark
  public long value() {
    return counter.value();
  }
}
