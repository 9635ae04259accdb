package io.miso.bench.micro;

import io.miso.crdt.ORSet;
import io.miso.crdt.Summary;
import io.miso.crdt.Value;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Two sets of 100,000 elements that differ in 10, brought together whole and by their difference. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LargeSetBenchmark {
  private static final int ELEMENTS = 100_000;

  private ORSet one = ORSet.empty();
  private ORSet other = ORSet.empty();
  private Summary summary = one.summary(1);

  /** Makes both: five elements more on each side. They share no memory. */
  @Setup
  public void fill() {
    one = differing(1);
    other = differing(2);
    summary = other.summary(64);
  }

  private static ORSet differing(int replica) {
    ORSet set = Samples.set(ELEMENTS);
    for (int i = 0; i < 5; i++) {
      set = set.add(Samples.replica(replica), Value.of("only " + replica + " " + i))
          .state();
    }
    return set;
  }

  @Benchmark
  public ORSet join() {
    return one.join(other);
  }

  /** Baseline: looks at each live dot of both sets once. */
  @Benchmark
  public void baselineOnePassOverBoth(Blackhole sink) {
    one.forEachLive((dot, value) -> sink.consume(value));
    other.forEachLive((dot, value) -> sink.consume(value));
  }

  /** What a peer is told in place of the set. */
  @Benchmark
  public Summary summarize() {
    return one.summary(64);
  }

  /** The delta that brings the other side up to date. */
  @Benchmark
  public ORSet difference() {
    return one.difference(summary);
  }
}
