package io.miso.node.codec;

import io.miso.crdt.BoundedCounter;
import io.miso.crdt.CounterEntry;
import io.miso.crdt.EscrowRow;
import io.miso.crdt.PNCounter;
import io.miso.crdt.ReplicaId;
import io.miso.grpc.replication.v1.BoundedCounterState;
import io.miso.grpc.replication.v1.Gift;
import io.miso.grpc.replication.v1.PnCounterState;
import io.miso.grpc.replication.v1.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counters. */
final class CounterCodec {

  private CounterCodec() {}

  static PnCounterState encode(PNCounter counter, ReplicaTable table) {
    PnCounterState.Builder state = PnCounterState.newBuilder();
    if (!counter.additions().isEmpty()) {
      state.setAdded(encode(counter.additions(), table));
    }
    if (!counter.subtractions().isEmpty()) {
      state.setSubtracted(encode(counter.subtractions(), table));
    }
    return state.build();
  }

  static PNCounter decode(PnCounterState state, ReplicaTable table) {
    if ((state.hasAdded() && state.getAdded().getEntriesCount() == 0)
        || (state.hasSubtracted() && state.getSubtracted().getEntriesCount() == 0)) {
      throw new IllegalArgumentException("an empty side of a counter is left out");
    }
    return PNCounter.of(decode(state.getAdded(), table), decode(state.getSubtracted(), table));
  }

  static Tally encode(List<CounterEntry> entries, ReplicaTable table) {
    Tally.Builder tally = Tally.newBuilder();
    for (CounterEntry entry : entries) {
      tally
          .addEntriesBuilder()
          .setReplica(table.indexOf(entry.replica()))
          .setTotal(entry.total())
          .setRemoved(entry.removed());
    }
    return tally.build();
  }

  static List<CounterEntry> decode(Tally tally, ReplicaTable table) {
    List<CounterEntry> entries = new ArrayList<>();
    for (io.miso.grpc.replication.v1.CounterEntry entry : tally.getEntriesList()) {
      entries.add(
          new CounterEntry(table.get(entry.getReplica()), entry.getTotal(), entry.getRemoved()));
    }
    Ascending.require(entries.stream().map(CounterEntry::replica).toList(), "entries of a counter");
    return entries;
  }

  static BoundedCounterState encode(BoundedCounter counter, ReplicaTable table) {
    BoundedCounterState.Builder state = BoundedCounterState.newBuilder().setEra(counter.era());
    counter.rows().forEach((replica, row) -> {
      io.miso.grpc.replication.v1.EscrowRow.Builder encoded = state
          .addRowsBuilder()
          .setReplica(table.indexOf(replica))
          .setGranted(row.granted())
          .setSpent(row.spent());
      row.given()
          .forEach((receiver, amount) ->
              encoded.addGiftsBuilder().setReplica(table.indexOf(receiver)).setAmount(amount));
    });
    return state.build();
  }

  static BoundedCounter decode(BoundedCounterState state, ReplicaTable table) {
    Map<ReplicaId, EscrowRow> rows = new TreeMap<>();
    List<ReplicaId> order = new ArrayList<>();
    for (io.miso.grpc.replication.v1.EscrowRow row : state.getRowsList()) {
      ReplicaId replica = table.get(row.getReplica());
      order.add(replica);
      rows.put(replica, decode(row, table));
    }
    Ascending.require(order, "rows of a bounded counter");
    return BoundedCounter.of(state.getEra(), rows);
  }

  private static EscrowRow decode(io.miso.grpc.replication.v1.EscrowRow row, ReplicaTable table) {
    TreeMap<ReplicaId, Long> given = new TreeMap<>();
    List<ReplicaId> order = new ArrayList<>();
    for (Gift gift : row.getGiftsList()) {
      ReplicaId receiver = table.get(gift.getReplica());
      order.add(receiver);
      given.put(receiver, gift.getAmount());
    }
    Ascending.require(order, "gifts");
    if (row.getGranted() == 0 && row.getSpent() == 0 && given.isEmpty()) {
      throw new IllegalArgumentException("a row of a bounded counter that says nothing");
    }
    return new EscrowRow(row.getGranted(), row.getSpent(), given);
  }
}
