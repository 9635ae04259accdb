package io.miso.node.codec;

import io.miso.crdt.CausalContext;
import io.miso.crdt.CausalCrdt;
import io.miso.crdt.CounterEntry;
import io.miso.crdt.Crdt;
import io.miso.crdt.Dot;
import io.miso.crdt.DotRange;
import io.miso.crdt.EWFlag;
import io.miso.crdt.GCounter;
import io.miso.crdt.GSet;
import io.miso.crdt.MVRegister;
import io.miso.crdt.ORSet;
import io.miso.crdt.PNCounter;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Value;
import io.miso.grpc.replication.v1.CausalState;
import io.miso.grpc.replication.v1.CrdtState;
import io.miso.grpc.replication.v1.FlagState;
import io.miso.grpc.replication.v1.PnCounterState;
import io.miso.grpc.replication.v1.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * States and deltas as protobuf messages, in the canonical form of {@code state.proto}: equal states give equal bytes on every node, and
 * {@code decode(encode(state))} equals the state.
 *
 * <p>Decoding checks everything that a state may rely on. It never trusts a count or a range in the message, so what it allocates is
 * bounded by about a hundred times the bytes it was given, whoever made them.
 */
public final class StateCodec {

  private StateCodec() {}

  /** The canonical form of a state or delta. */
  public static CrdtState encode(Crdt<?> crdt) {
    ReplicaTable table = ReplicaTable.of(replicas(crdt).toList());
    CrdtState.Builder state = CrdtState.newBuilder().addAllReplicas(table.encode());
    switch (crdt.type()) {
      case MV_REGISTER -> state.setMvRegister(causal((MVRegister) crdt, table));
      case OR_SET -> state.setOrSet(causal((ORSet) crdt, table));
      case GSET -> state.setGset(causal((GSet) crdt, table));
      case GCOUNTER -> state.setGcounter(tally(((GCounter) crdt).entries(), table));
      case PNCOUNTER -> state.setPnCounter(counter((PNCounter) crdt, table));
      case EW_FLAG -> state.setEwFlag(flag((EWFlag) crdt, table));
    }
    return state.build();
  }

  /**
   * The state or delta that a message stands for.
   *
   * @throws MalformedStateException if the message is not the canonical form of a state of a type that this node knows
   */
  public static Crdt<?> decode(CrdtState state) throws MalformedStateException {
    try {
      ReplicaTable table = ReplicaTable.decode(state.getReplicasList());
      Crdt<?> crdt = decode(state, table);
      table.requireAllUsed();
      return crdt;
    } catch (IllegalArgumentException malformed) {
      throw new MalformedStateException(malformed);
    }
  }

  private static Crdt<?> decode(CrdtState state, ReplicaTable table)
      throws MalformedStateException {
    return switch (state.getTypeCase()) {
      case MV_REGISTER -> causal(state.getMvRegister(), table, MVRegister::of);
      case OR_SET -> causal(state.getOrSet(), table, ORSet::of);
      case GSET -> causal(state.getGset(), table, GSet::of);
      case GCOUNTER -> GCounter.of(entries(state.getGcounter(), table));
      case PN_COUNTER -> counter(state.getPnCounter(), table);
      case EW_FLAG ->
        EWFlag.of(
            CausalCodec.decodeEnabled(state.getEwFlag().getEnabledList(), table),
            CausalCodec.decodeContext(state.getEwFlag().getContextList(), table));
      case TYPE_NOT_SET ->
        throw new MalformedStateException("a state of no type that this node knows");
    };
  }

  private static Stream<ReplicaId> replicas(Crdt<?> crdt) {
    if (crdt instanceof CausalCrdt<?> causal) {
      return causal.context().ranges().stream().map(DotRange::replica).distinct();
    }
    if (crdt instanceof GCounter counter) {
      return counter.entries().stream().map(CounterEntry::replica);
    }
    PNCounter counter = (PNCounter) crdt;
    return Stream.concat(counter.additions().stream(), counter.subtractions().stream())
        .map(CounterEntry::replica);
  }

  private static CausalState causal(CausalCrdt<?> crdt, ReplicaTable table) {
    return CausalCodec.encode(crdt.liveDots(), crdt.context(), table);
  }

  private static Crdt<?> causal(CausalState state, ReplicaTable table, FromParts fromParts) {
    return fromParts.of(
        CausalCodec.decodeWrites(state.getWritesList(), table),
        CausalCodec.decodeContext(state.getContextList(), table));
  }

  private interface FromParts {
    Crdt<?> of(Map<Dot, Value> live, CausalContext context);
  }

  private static FlagState flag(EWFlag flag, ReplicaTable table) {
    return CausalCodec.encodeFlag(flag.liveDots().navigableKeySet(), flag.context(), table);
  }

  private static PnCounterState counter(PNCounter counter, ReplicaTable table) {
    PnCounterState.Builder state = PnCounterState.newBuilder();
    if (!counter.additions().isEmpty()) {
      state.setAdded(tally(counter.additions(), table));
    }
    if (!counter.subtractions().isEmpty()) {
      state.setSubtracted(tally(counter.subtractions(), table));
    }
    return state.build();
  }

  private static PNCounter counter(PnCounterState state, ReplicaTable table) {
    if ((state.hasAdded() && state.getAdded().getEntriesCount() == 0)
        || (state.hasSubtracted() && state.getSubtracted().getEntriesCount() == 0)) {
      throw new IllegalArgumentException("an empty side of a counter is left out");
    }
    return PNCounter.of(entries(state.getAdded(), table), entries(state.getSubtracted(), table));
  }

  private static Tally tally(List<CounterEntry> entries, ReplicaTable table) {
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

  private static List<CounterEntry> entries(Tally tally, ReplicaTable table) {
    List<CounterEntry> entries = new ArrayList<>();
    for (io.miso.grpc.replication.v1.CounterEntry entry : tally.getEntriesList()) {
      entries.add(
          new CounterEntry(table.get(entry.getReplica()), entry.getTotal(), entry.getRemoved()));
    }
    Ascending.require(entries.stream().map(CounterEntry::replica).toList(), "entries of a counter");
    return entries;
  }
}
