package io.miso.node.codec;

import io.miso.crdt.BoundedCounter;
import io.miso.crdt.CausalContext;
import io.miso.crdt.CounterEntry;
import io.miso.crdt.Crdt;
import io.miso.crdt.DWFlag;
import io.miso.crdt.Dot;
import io.miso.crdt.EWFlag;
import io.miso.crdt.Field;
import io.miso.crdt.GCounter;
import io.miso.crdt.GSet;
import io.miso.crdt.LWWRegister;
import io.miso.crdt.MVRegister;
import io.miso.crdt.MaxRegister;
import io.miso.crdt.MinRegister;
import io.miso.crdt.ORMap;
import io.miso.crdt.ORSet;
import io.miso.crdt.PNCounter;
import io.miso.crdt.RWSet;
import io.miso.crdt.ReplicaId;
import io.miso.grpc.replication.v1.CausalState;
import io.miso.grpc.replication.v1.CrdtState;
import io.miso.grpc.replication.v1.FlagState;
import io.miso.grpc.replication.v1.MapEntry;
import io.miso.grpc.replication.v1.MapState;
import io.miso.grpc.replication.v1.Runs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * States and deltas as protobuf messages, in the canonical form of {@code state.proto}: equal states give equal bytes on every node, and
 * {@code decode(encode(state))} equals the state.
 *
 * <p>Decoding checks everything that a state may rely on. It never trusts a count or a range in the message, so what it allocates is
 * bounded by about two hundred times the bytes it was given, whoever made them.
 */
public final class StateCodec {

  /** The field of a state is that of the type with the number 0, and so on. */
  public static final int FIRST_TYPE_FIELD = 10;

  private StateCodec() {}

  /** The canonical form of a state or delta. */
  public static CrdtState encode(Crdt<?> crdt) {
    Set<ReplicaId> replicas = new HashSet<>(crdt.context().replicas());
    addCounting(crdt, replicas);
    ReplicaTable table = ReplicaTable.of(replicas);
    return new Writer(table, CausalCodec.encode(crdt.context(), table))
        .state(crdt)
        .addAllReplicas(table.encode())
        .build();
  }

  /**
   * The state or delta that a message stands for.
   *
   * @throws MalformedStateException if the message is not the canonical form of a state of a type that this node knows
   */
  public static Crdt<?> decode(CrdtState state) throws MalformedStateException {
    try {
      ReplicaTable table = ReplicaTable.decode(state.getReplicasList());
      Crdt<?> crdt = new Reader(table, null).state(state);
      table.requireAllUsed();
      return crdt;
    } catch (IllegalArgumentException malformed) {
      throw new MalformedStateException(malformed);
    }
  }

  /** Adds the replicas that a counter has entries of. Those of all other types are in their context. */
  private static void addCounting(Crdt<?> crdt, Set<ReplicaId> replicas) {
    if (crdt instanceof GCounter counter) {
      counter.entries().stream().map(CounterEntry::replica).forEach(replicas::add);
    } else if (crdt instanceof PNCounter counter) {
      counter.additions().stream().map(CounterEntry::replica).forEach(replicas::add);
      counter.subtractions().stream().map(CounterEntry::replica).forEach(replicas::add);
    } else if (crdt instanceof BoundedCounter counter) {
      counter.rows().forEach((replica, row) -> {
        replicas.add(replica);
        replicas.addAll(row.given().keySet());
      });
    } else if (crdt instanceof ORMap map) {
      map.entries().values().forEach(value -> addCounting(value, replicas));
    }
  }

  /** Writes one state: a whole one with its context, or a value in a map without. */
  private record Writer(ReplicaTable table, List<Runs> context) {

    CrdtState.Builder state(Crdt<?> crdt) {
      CrdtState.Builder state = CrdtState.newBuilder();
      return switch (crdt.type()) {
        case MV_REGISTER ->
          state.setMvRegister(causal(((MVRegister) crdt).liveDots(), Forms.PLAIN));
        case OR_SET -> state.setOrSet(causal(((ORSet) crdt).liveDots(), Forms.PLAIN));
        case GSET -> state.setGset(causal(((GSet) crdt).liveDots(), Forms.PLAIN));
        case GCOUNTER -> state.setGcounter(CounterCodec.encode(((GCounter) crdt).entries(), table));
        case PNCOUNTER -> state.setPnCounter(CounterCodec.encode((PNCounter) crdt, table));
        case EW_FLAG -> state.setEwFlag(flag((EWFlag) crdt));
        case OR_MAP -> state.setOrMap(map((ORMap) crdt));
        case DW_FLAG -> state.setDwFlag(causal(((DWFlag) crdt).liveDots(), Forms.PLAIN));
        case LWW_REGISTER ->
          state.setLwwRegister(causal(((LWWRegister) crdt).liveDots(), Forms.STAMPED));
        case MAX_REGISTER ->
          state.setMaxRegister(causal(((MaxRegister) crdt).liveDots(), Forms.PLAIN));
        case MIN_REGISTER ->
          state.setMinRegister(causal(((MinRegister) crdt).liveDots(), Forms.PLAIN));
        case RW_SET -> state.setRwSet(causal(((RWSet) crdt).liveDots(), Forms.MARKED));
        case BOUNDED_COUNTER ->
          state.setBoundedCounter(CounterCodec.encode((BoundedCounter) crdt, table));
      };
    }

    private <W> CausalState causal(Map<Dot, W> live, CausalCodec.Form<W> form) {
      return CausalState.newBuilder()
          .addAllContext(context)
          .addAllWrites(CausalCodec.encode(live, table, form))
          .build();
    }

    private FlagState flag(EWFlag flag) {
      return FlagState.newBuilder()
          .addAllContext(context)
          .addAllEnabled(CausalCodec.encodeDots(flag.liveDots().keySet(), table))
          .build();
    }

    private MapState map(ORMap map) {
      MapState.Builder state = MapState.newBuilder().addAllContext(context);
      Writer inner = new Writer(table, List.of());
      map.entries()
          .forEach((field, value) -> state
              .addEntriesBuilder()
              .setKey(ValueCodec.encode(field.key()))
              .setValue(inner.state(value)));
      return state.build();
    }
  }

  /**
   * Reads one state.
   *
   * @param shared the context of the outermost map, for a value in a map
   */
  private record Reader(ReplicaTable table, @Nullable CausalContext shared) {

    Crdt<?> state(CrdtState state) throws MalformedStateException {
      return switch (state.getTypeCase()) {
        case MV_REGISTER -> causal(state.getMvRegister(), Forms.PLAIN, MVRegister::of);
        case OR_SET -> causal(state.getOrSet(), Forms.PLAIN, ORSet::of);
        case GSET -> causal(state.getGset(), Forms.PLAIN, GSet::of);
        case GCOUNTER -> GCounter.of(CounterCodec.decode(state.getGcounter(), table));
        case PN_COUNTER -> CounterCodec.decode(state.getPnCounter(), table);
        case EW_FLAG ->
          EWFlag.of(
              CausalCodec.decodeDots(state.getEwFlag().getEnabledList(), table),
              context(state.getEwFlag().getContextList(), false));
        case OR_MAP -> map(state.getOrMap());
        case DW_FLAG -> causal(state.getDwFlag(), Forms.PLAIN, DWFlag::of);
        case LWW_REGISTER -> causal(state.getLwwRegister(), Forms.STAMPED, LWWRegister::of);
        case MAX_REGISTER -> causal(state.getMaxRegister(), Forms.PLAIN, MaxRegister::of);
        case MIN_REGISTER -> causal(state.getMinRegister(), Forms.PLAIN, MinRegister::of);
        case RW_SET -> causal(state.getRwSet(), Forms.MARKED, RWSet::of);
        case BOUNDED_COUNTER -> CounterCodec.decode(state.getBoundedCounter(), table);
        case TYPE_NOT_SET ->
          throw new MalformedStateException("a state of no type that this node knows");
      };
    }

    private <W> Crdt<?> causal(
        CausalState state,
        CausalCodec.Form<W> form,
        BiFunction<Map<Dot, W>, CausalContext, Crdt<?>> fromParts) {
      return fromParts.apply(
          CausalCodec.decode(state.getWritesList(), table, form),
          context(state.getContextList(), false));
    }

    private Crdt<?> map(MapState state) throws MalformedStateException {
      CausalContext context = context(state.getContextList(), true);
      Reader inner = new Reader(table, context);
      List<Field> order = new ArrayList<>();
      Map<Field, Crdt<?>> entries = new TreeMap<>();
      for (MapEntry entry : state.getEntriesList()) {
        if (entry.getValue().getReplicasCount() > 0) {
          throw new IllegalArgumentException("a value in a map has replicas of its own");
        }
        Crdt<?> value = inner.state(entry.getValue());
        Field field = new Field(ValueCodec.decode(entry.getKey()), value.type());
        order.add(field);
        entries.put(field, value);
      }
      Ascending.require(order, "entries of a map");
      return ORMap.of(entries, context);
    }

    private CausalContext context(List<Runs> context, boolean gaps) {
      if (shared == null) {
        return CausalCodec.decodeContext(context, table, gaps);
      }
      if (!context.isEmpty()) {
        throw new IllegalArgumentException("a value in a map has a context of its own");
      }
      return shared;
    }
  }
}
