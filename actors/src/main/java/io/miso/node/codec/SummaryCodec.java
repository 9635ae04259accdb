package io.miso.node.codec;

import io.miso.crdt.CausalContext;
import io.miso.crdt.CounterEntry;
import io.miso.crdt.CrdtType;
import io.miso.crdt.DotRange;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Summary;
import io.miso.crdt.Summary.LiveRange;
import io.miso.grpc.replication.v1.FieldRange;
import io.miso.grpc.replication.v1.LiveRuns;
import io.miso.grpc.replication.v1.StateSummary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Summaries as protobuf messages. Decoding checks order and overlap, which the difference to a summary relies on; a summary that tells
 * lies leads to a delta that repairs nothing, and to nothing worse.
 */
public final class SummaryCodec {

  private SummaryCodec() {}

  public static StateSummary encode(Summary summary) {
    Set<ReplicaId> replicas = new HashSet<>(summary.context().replicas());
    summary.live().forEach(live -> replicas.add(live.range().replica()));
    summary.counters().additions().forEach(entry -> replicas.add(entry.replica()));
    summary.counters().subtractions().forEach(entry -> replicas.add(entry.replica()));
    ReplicaTable table = ReplicaTable.of(replicas);
    StateSummary.Builder encoded = StateSummary.newBuilder()
        .addAllReplicas(table.encode())
        .setType(summary.type().number())
        .setDigest(summary.digest())
        .addAllContext(CausalCodec.encode(summary.context(), table))
        .addAllLive(encode(summary.live(), table));
    if (!summary.counters().additions().isEmpty()) {
      encoded.setAdditions(CounterCodec.encode(summary.counters().additions(), table));
    }
    if (!summary.counters().subtractions().isEmpty()) {
      encoded.setSubtractions(CounterCodec.encode(summary.counters().subtractions(), table));
    }
    for (Summary.FieldRange range : summary.counters().fields()) {
      encoded
          .addFieldsBuilder()
          .setFirst(range.first())
          .setLast(range.last())
          .setDigest(range.digest());
    }
    return encoded.build();
  }

  /**
   * The summary that a message stands for.
   *
   * @throws MalformedStateException if it is not one of a type that this node knows
   */
  public static Summary decode(StateSummary encoded) throws MalformedStateException {
    try {
      ReplicaTable table = ReplicaTable.decode(encoded.getReplicasList());
      CausalContext context = CausalCodec.decodeContext(encoded.getContextList(), table, true);
      List<CounterEntry> additions = CounterCodec.decode(encoded.getAdditions(), table);
      List<CounterEntry> subtractions = CounterCodec.decode(encoded.getSubtractions(), table);
      return new Summary(
          CrdtType.ofNumber(encoded.getType()),
          encoded.getDigest(),
          context,
          decodeLive(encoded.getLiveList(), table),
          new Summary.Counters(additions, subtractions, decodeFields(encoded.getFieldsList())));
    } catch (IllegalArgumentException malformed) {
      throw new MalformedStateException(malformed);
    }
  }

  private static List<LiveRuns> encode(List<LiveRange> live, ReplicaTable table) {
    List<LiveRuns> all = new ArrayList<>();
    for (int from = 0, to = 0; from < live.size(); from = to) {
      ReplicaId replica = live.get(from).range().replica();
      LiveRuns.Builder runs = LiveRuns.newBuilder().setReplica(table.indexOf(replica));
      long end = 0;
      while (to < live.size() && live.get(to).range().replica().equals(replica)) {
        DotRange range = live.get(to).range();
        runs.addSteps(range.first() - end - 1)
            .addSteps(range.last() - range.first())
            .addDigests(live.get(to).digest());
        end = range.last();
        to++;
      }
      all.add(runs.build());
    }
    return all;
  }

  private static List<LiveRange> decodeLive(List<LiveRuns> all, ReplicaTable table) {
    Ascending.require(all.stream().map(LiveRuns::getReplica).toList(), "live runs");
    List<LiveRange> live = new ArrayList<>();
    for (LiveRuns runs : all) {
      if (runs.getStepsCount() != 2 * runs.getDigestsCount()) {
        throw new IllegalArgumentException(
            runs.getDigestsCount() + " digests for " + runs.getStepsCount() + " steps");
      }
      ReplicaId replica = table.get(runs.getReplica());
      long end = 0;
      for (int run = 0; run < runs.getDigestsCount(); run++) {
        long first = CausalCodec.above(CausalCodec.above(end, runs.getSteps(2 * run)), 1);
        end = CausalCodec.above(first, runs.getSteps(2 * run + 1));
        live.add(new LiveRange(new DotRange(replica, first, end), runs.getDigests(run)));
      }
    }
    return live;
  }

  private static List<Summary.FieldRange> decodeFields(List<FieldRange> encoded) {
    List<Summary.FieldRange> fields = new ArrayList<>();
    for (FieldRange range : encoded) {
      boolean overlaps = !fields.isEmpty()
          && Long.compareUnsigned(fields.get(fields.size() - 1).last(), range.getFirst()) >= 0;
      if (overlaps || Long.compareUnsigned(range.getFirst(), range.getLast()) > 0) {
        throw new IllegalArgumentException("ranges of fields are not in ascending order");
      }
      fields.add(new Summary.FieldRange(range.getFirst(), range.getLast(), range.getDigest()));
    }
    return fields;
  }
}
