package io.miso.node.codec;

import io.miso.crdt.CausalContext;
import io.miso.crdt.Dot;
import io.miso.crdt.DotRange;
import io.miso.crdt.ReplicaId;
import io.miso.grpc.replication.v1.Runs;
import io.miso.grpc.replication.v1.Writes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contexts and live dots. */
final class CausalCodec {

  private CausalCodec() {}

  static List<Runs> encode(CausalContext context, ReplicaTable table) {
    List<Runs.Builder> runs = new ArrayList<>();
    for (int replica = 0; replica < table.size(); replica++) {
      runs.add(Runs.newBuilder());
    }
    int before = -1;
    long end = 0;
    for (DotRange range : context.ranges()) {
      int replica = table.indexOf(range.replica());
      end = replica == before ? end : 0;
      runs.get(replica).addSteps(range.first() - end - 1).addSteps(range.last() - range.first());
      end = range.last();
      before = replica;
    }
    return runs.stream().map(Runs.Builder::build).toList();
  }

  /** @param gaps whether a replica may have no dots */
  static CausalContext decodeContext(List<Runs> context, ReplicaTable table, boolean gaps) {
    if (context.size() != table.size()) {
      throw new IllegalArgumentException(
          context.size() + " contexts for " + table.size() + " replicas");
    }
    List<DotRange> ranges = new ArrayList<>();
    for (int index = 0; index < context.size(); index++) {
      if (!gaps || context.get(index).getStepsCount() > 0) {
        decodeRuns(context.get(index), table.get(index), ranges);
      }
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

  /** Writes what a dot wrote into the fields that its type uses. */
  interface Form<W> {
    void encode(W write, Writes.Builder writes);

    /** Reads the write at an index. */
    W decode(Writes writes, int index);

    /** Whether there is something for each of so many dots, and nothing else. */
    boolean fits(Writes writes, int dots);
  }

  static <W> List<Writes> encode(Map<Dot, W> live, ReplicaTable table, Form<W> form) {
    List<Writes> all = new ArrayList<>();
    Writes.Builder writes = Writes.newBuilder();
    Dot last = null;
    for (Map.Entry<Dot, W> entry : live.entrySet()) {
      Dot dot = entry.getKey();
      boolean another = last == null || !last.replica().equals(dot.replica());
      if (another && last != null) {
        all.add(writes.build());
        writes = Writes.newBuilder();
      }
      writes
          .setReplica(table.indexOf(dot.replica()))
          .addSteps(another || last == null ? dot.sequence() : dot.sequence() - last.sequence());
      form.encode(entry.getValue(), writes);
      last = dot;
    }
    if (last != null) {
      all.add(writes.build());
    }
    return all;
  }

  static <W> Map<Dot, W> decode(List<Writes> all, ReplicaTable table, Form<W> form) {
    Ascending.require(all.stream().map(Writes::getReplica).toList(), "writes");
    Map<Dot, W> live = new LinkedHashMap<>();
    for (Writes writes : all) {
      int dots = writes.getStepsCount();
      if (dots == 0 || !form.fits(writes, dots)) {
        throw new IllegalArgumentException(
            writes.getValuesCount() + " values for " + dots + " dots");
      }
      ReplicaId replica = table.get(writes.getReplica());
      long sequence = 0;
      for (int i = 0; i < dots; i++) {
        if (writes.getSteps(i) == 0) {
          throw new IllegalArgumentException("a dot occurs twice");
        }
        sequence = above(sequence, writes.getSteps(i));
        live.put(new Dot(replica, sequence), form.decode(writes, i));
      }
    }
    return live;
  }

  static List<io.miso.grpc.replication.v1.Dot> encodeDots(
      Collection<Dot> dots, ReplicaTable table) {
    return dots.stream()
        .map(dot -> io.miso.grpc.replication.v1.Dot.newBuilder()
            .setReplica(table.indexOf(dot.replica()))
            .setSequence(dot.sequence())
            .build())
        .toList();
  }

  static List<Dot> decodeDots(List<io.miso.grpc.replication.v1.Dot> encoded, ReplicaTable table) {
    List<Dot> dots = new ArrayList<>();
    for (io.miso.grpc.replication.v1.Dot dot : encoded) {
      dots.add(new Dot(table.get(dot.getReplica()), dot.getSequence()));
    }
    Ascending.require(dots, "enabled dots");
    return dots;
  }

  /** The sequence so much further up. On the wire both are unsigned, and sequences end at 2^63 - 1. */
  static long above(long sequence, long step) {
    if (step < 0 || sequence + step < 0) {
      throw new IllegalArgumentException("a sequence beyond 2^63 - 1");
    }
    return sequence + step;
  }
}
