package io.miso.bench.micro;

import com.google.protobuf.InvalidProtocolBufferException;
import io.miso.crdt.Crdt;
import io.miso.crdt.Value;
import io.miso.grpc.replication.v1.CrdtState;
import io.miso.node.codec.MalformedStateException;
import io.miso.node.codec.StateCodec;
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

/** A delta to bytes and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
  /** What the delta adds to. */
  public enum Subject {
    COUNTER,
    SET
  }

  @Param
  public Subject subject = Subject.COUNTER;

  private Crdt<?> delta = Samples.counter(1);
  private byte[] bytes = {};

  /** Makes the delta and its bytes. */
  @Setup
  public void write() {
    delta = switch (subject) {
      case COUNTER -> Samples.counter(5).add(Samples.replica(3), 1).delta();
      case SET ->
        Samples.set(100).add(Samples.replica(1), Value.of("an element")).delta();
    };
    bytes = encode();
  }

  @Benchmark
  public byte[] encode() {
    return StateCodec.encode(delta).toByteArray();
  }

  @Benchmark
  public Crdt<?> decode() throws InvalidProtocolBufferException, MalformedStateException {
    return StateCodec.decode(CrdtState.parseFrom(bytes));
  }
}
