package io.miso.node.codec;

import io.miso.crdt.BoundedCounter;
import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.DWFlag;
import io.miso.crdt.EWFlag;
import io.miso.crdt.GCounter;
import io.miso.crdt.GSet;
import io.miso.crdt.LWWRegister;
import io.miso.crdt.MVRegister;
import io.miso.crdt.MaxRegister;
import io.miso.crdt.MinRegister;
import io.miso.crdt.Mutation;
import io.miso.crdt.ORMap;
import io.miso.crdt.ORSet;
import io.miso.crdt.PNCounter;
import io.miso.crdt.RWSet;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Deltas of random histories, of which any subset joins to a state that some node may hold. */
final class RandomStates {

  private static final List<ReplicaId> REPLICAS = List.of(
      new ReplicaId(-1, 5, 1),
      new ReplicaId(3, -4, 1),
      new ReplicaId(3, -4, 900),
      new ReplicaId(0, 0, 2));

  private RandomStates() {}

  static List<Crdt<?>> deltas(CrdtType type, Random random) {
    List<Crdt<?>> deltas = new ArrayList<>();
    List<Crdt<?>> copies =
        new ArrayList<>(List.of(type.empty(), type.empty(), type.empty(), type.empty()));
    for (int step = random.nextInt(25); step > 0; step--) {
      int copy = random.nextInt(copies.size());
      if (random.nextInt(3) == 0) {
        copies.set(copy, Crdt.join(copies.get(copy), copies.get(random.nextInt(copies.size()))));
      } else {
        Mutation<?> mutation = mutate(copies.get(copy), REPLICAS.get(copy), random);
        copies.set(copy, (Crdt<?>) mutation.state());
        deltas.add((Crdt<?>) mutation.delta());
      }
    }
    return deltas;
  }

  static Crdt<?> state(CrdtType type, Random random) {
    Crdt<?> state = type.empty();
    for (Crdt<?> delta : deltas(type, random)) {
      state = random.nextInt(4) == 0 ? state : Crdt.join(state, delta);
    }
    return state;
  }

  private static Mutation<?> mutate(Crdt<?> crdt, ReplicaId replica, Random random) {
    if (random.nextInt(10) == 0) {
      return crdt.delete();
    }
    return switch (crdt.type()) {
      case MV_REGISTER -> ((MVRegister) crdt).assign(replica, value(random, 3));
      case OR_SET ->
        random.nextInt(3) == 0
            ? ((ORSet) crdt).remove(value(random, 3))
            : ((ORSet) crdt).add(replica, value(random, 3));
      case GSET -> ((GSet) crdt).add(replica, value(random, 3));
      case GCOUNTER -> ((GCounter) crdt).add(replica, 1L << random.nextInt(50));
      case PNCOUNTER ->
        random.nextBoolean()
            ? ((PNCounter) crdt).add(replica, 1L << random.nextInt(50))
            : ((PNCounter) crdt).subtract(replica, 1L << random.nextInt(50));
      case EW_FLAG ->
        random.nextBoolean() ? ((EWFlag) crdt).enable(replica) : ((EWFlag) crdt).disable();
      case DW_FLAG ->
        random.nextBoolean() ? ((DWFlag) crdt).enable(replica) : ((DWFlag) crdt).disable(replica);
      case LWW_REGISTER ->
        ((LWWRegister) crdt).assign(replica, random.nextInt(1000), value(random, 3));
      case MAX_REGISTER -> ((MaxRegister) crdt).write(replica, value(random, 3));
      case MIN_REGISTER -> ((MinRegister) crdt).write(replica, value(random, 3));
      case RW_SET ->
        random.nextBoolean()
            ? ((RWSet) crdt).add(replica, value(random, 3))
            : ((RWSet) crdt).remove(replica, value(random, 3));
      case BOUNDED_COUNTER -> mutate((BoundedCounter) crdt, replica, random);
      case OR_MAP -> mutate((ORMap) crdt, replica, random, 3);
    };
  }

  private static Mutation<BoundedCounter> mutate(
      BoundedCounter counter, ReplicaId replica, Random random) {
    ReplicaId other = REPLICAS.get((REPLICAS.indexOf(replica) + 1) % REPLICAS.size());
    return (switch (random.nextInt(3)) {
          case 0 -> counter.decrement(replica, 1);
          case 1 -> counter.transfer(replica, other, 1 + random.nextInt(3));
          default -> Optional.<Mutation<BoundedCounter>>empty();
        })
        .orElseGet(() -> counter.increment(replica, 1L << random.nextInt(50)));
  }

  private static Mutation<ORMap> mutate(ORMap map, ReplicaId replica, Random random, int depth) {
    Value key = Value.of(random.nextInt(3));
    return switch (random.nextInt(depth == 0 ? 4 : 6)) {
      case 0 -> map.remove(key);
      case 1 -> map.update(key, ORSet.empty(), set -> set.add(replica, value(random, 2)));
      case 2 -> map.update(key, PNCounter.empty(), counter -> counter.add(replica, 1));
      case 3 ->
        map.update(
            Value.of("key"), LWWRegister.empty(), r -> r.assign(replica, 5, value(random, 1)));
      default -> map.update(key, ORMap.empty(), inner -> mutate(inner, replica, random, depth - 1));
    };
  }

  private static Value value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 7)) {
      case 0 -> Value.of(random.nextBoolean());
      case 1 -> Value.of(random.nextInt(5) - 2L);
      case 2 -> Value.of(random.nextInt(3) == 0 ? Double.NaN : random.nextGaussian());
      case 3 -> Value.of("text " + random.nextInt(3) + "\u00e9\ud83d\ude00");
      case 4 -> Value.of(new byte[] {(byte) random.nextInt(3), -1});
      case 5 -> Value.array(List.of(value(random, depth - 1), Value.nullValue()));
      default -> Value.object(Map.of("b", value(random, depth - 1), "a", value(random, depth - 1)));
    };
  }
}
