package io.miso.node.codec;

import io.miso.crdt.CausalContext;
import io.miso.crdt.Dot;
import io.miso.crdt.DotRange;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Value;
import io.miso.grpc.replication.v1.CausalState;
import io.miso.grpc.replication.v1.FlagState;
import io.miso.grpc.replication.v1.Runs;
import io.miso.grpc.replication.v1.Writes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Contexts and live dots. */
final class CausalCodec {

  private CausalCodec() {}

  static List<Runs> encode(CausalContext context, ReplicaTable table) {
    List<Runs.Builder> runs = new ArrayList<>();
    long end = 0;
    for (DotRange range : context.ranges()) {
      if (table.indexOf(range.replica()) == runs.size()) {
        runs.add(Runs.newBuilder());
        end = 0;
      }
      runs.get(runs.size() - 1)
          .addSteps(range.first() - end - 1)
          .addSteps(range.last() - range.first());
      end = range.last();
    }
    return runs.stream().map(Runs.Builder::build).toList();
  }

  static CausalContext decodeContext(List<Runs> context, ReplicaTable table) {
    if (context.size() != table.size()) {
      throw new IllegalArgumentException(
          context.size() + " contexts for " + table.size() + " replicas");
    }
    List<DotRange> ranges = new ArrayList<>();
    for (int index = 0; index < context.size(); index++) {
      decodeRuns(context.get(index), table.get(index), ranges);
    }
    return CausalContext.ofRanges(ranges);
  }

  private static void decodeRuns(Runs runs, ReplicaId replica, List<DotRange> ranges) {
    if (runs.getStepsCount() == 0 || runs.getStepsCount() % 2 != 0) {
      throw new IllegalArgumentException(runs.getStepsCount() + " steps in a context");
    }
    long end = 0;
    for (int step = 0; step < runs.getStepsCount(); step += 2) {
      if (step > 0 && runs.getSteps(step) == 0) {
        throw new IllegalArgumentException("two runs of a context touch");
      }
      long first = above(above(end, runs.getSteps(step)), 1);
      end = above(first, runs.getSteps(step + 1));
      ranges.add(new DotRange(replica, first, end));
    }
  }

  static CausalState encode(
      NavigableMap<Dot, Value> live, CausalContext context, ReplicaTable table) {
    CausalState.Builder state = CausalState.newBuilder().addAllContext(encode(context, table));
    Writes.Builder writes = Writes.newBuilder();
    Dot last = null;
    for (Map.Entry<Dot, Value> entry : live.entrySet()) {
      Dot dot = entry.getKey();
      boolean another = last == null || !last.replica().equals(dot.replica());
      if (another && last != null) {
        state.addWrites(writes);
        writes = Writes.newBuilder();
      }
      writes
          .setReplica(table.indexOf(dot.replica()))
          .addSteps(another || last == null ? dot.sequence() : dot.sequence() - last.sequence())
          .addValues(ValueCodec.encode(entry.getValue()));
      last = dot;
    }
    return (last == null ? state : state.addWrites(writes)).build();
  }

  static Map<Dot, Value> decodeWrites(List<Writes> all, ReplicaTable table) {
    Ascending.require(all.stream().map(Writes::getReplica).toList(), "writes");
    Map<Dot, Value> live = new TreeMap<>();
    for (Writes writes : all) {
      if (writes.getStepsCount() == 0 || writes.getStepsCount() != writes.getValuesCount()) {
        throw new IllegalArgumentException(
            writes.getValuesCount() + " values for " + writes.getStepsCount() + " dots");
      }
      ReplicaId replica = table.get(writes.getReplica());
      long sequence = 0;
      for (int i = 0; i < writes.getStepsCount(); i++) {
        if (writes.getSteps(i) == 0) {
          throw new IllegalArgumentException("a dot occurs twice");
        }
        sequence = above(sequence, writes.getSteps(i));
        live.put(new Dot(replica, sequence), ValueCodec.decode(writes.getValues(i)));
      }
    }
    return live;
  }

  static FlagState encodeFlag(SortedSet<Dot> enabled, CausalContext context, ReplicaTable table) {
    FlagState.Builder state = FlagState.newBuilder().addAllContext(encode(context, table));
    for (Dot dot : enabled) {
      state
          .addEnabledBuilder()
          .setReplica(table.indexOf(dot.replica()))
          .setSequence(dot.sequence());
    }
    return state.build();
  }

  static SortedSet<Dot> decodeEnabled(
      List<io.miso.grpc.replication.v1.Dot> enabled, ReplicaTable table) {
    List<Dot> dots = new ArrayList<>();
    for (io.miso.grpc.replication.v1.Dot dot : enabled) {
      dots.add(new Dot(table.get(dot.getReplica()), dot.getSequence()));
    }
    Ascending.require(dots, "enabled dots");
    return new TreeSet<>(dots);
  }

  /** The sequence so much further up. On the wire both are unsigned, and sequences end at 2^63 - 1. */
  private static long above(long sequence, long step) {
    if (step < 0 || sequence + step < 0) {
      throw new IllegalArgumentException("a sequence beyond 2^63 - 1");
    }
    return sequence + step;
  }
}
