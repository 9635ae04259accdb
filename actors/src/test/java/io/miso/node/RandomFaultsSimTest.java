package io.miso.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.PNCounter;
import io.miso.crdt.Value;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome.Done;
import io.miso.node.operation.Update;
import io.miso.node.simulation.SimulatedCluster;
import io.miso.node.simulation.SimulatedNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random operations on three complete nodes under random faults: whatever happened, once the network is whole all nodes are equal, and
 * every acknowledged increment of a node that lived counts exactly once. {@code -Dmiso.seed=N} replays one seed, {@code -Dmiso.cases=N}
 * runs that many.
 */
class RandomFaultsSimTest {
  private static final ObjectKey OBJECT = ObjectKey.defaultOf("f");
  private static final CrdtKey COUNTER = new CrdtKey(OBJECT, "counter", CrdtType.PNCOUNTER);
  private static final List<CrdtKey> KEYS = List.of(
      COUNTER,
      new CrdtKey(OBJECT, "grow", CrdtType.GCOUNTER),
      new CrdtKey(OBJECT, "set", CrdtType.OR_SET),
      new CrdtKey(OBJECT, "seen", CrdtType.GSET),
      new CrdtKey(OBJECT, "register", CrdtType.MV_REGISTER),
      new CrdtKey(OBJECT, "flag", CrdtType.EW_FLAG));
  private static final int STEPS = 150;
  private static final int FEWEST = 3;
  private static final int MOST = 9;

  static LongStream seeds() {
    String seed = System.getProperty("miso.seed");
    return seed != null
        ? LongStream.of(Long.parseLong(seed))
        : LongStream.rangeClosed(1, Integer.getInteger("miso.cases", 12));
  }

  @ParameterizedTest(name = "seed {0}: replay with -Dmiso.seed={0} -Dtest=RandomFaultsSimTest")
  @MethodSource("seeds")
  void nodesThatCanTalkConverge_andNothingAcknowledgedIsLost(long seed) {
    Random random = new Random(seed);
    int nodes = FEWEST + (int) (seed % (MOST - FEWEST + 1));
    try (SimulatedCluster cluster = SimulatedCluster.of(nodes, seed, Map.of())) {
      long added = 0;
      for (int step = 0; step < STEPS; step++) {
        SimulatedNode node = cluster.node(random.nextInt(nodes));
        CrdtKey key = KEYS.get(random.nextInt(KEYS.size()));
        Update update = update(key, random);
        assertThat(cluster.await(node.operations().update(key, update))).isInstanceOf(Done.class);
        if (key.equals(COUNTER)) {
          added += update instanceof Update.CounterAdd add ? add.amount() : 0;
          added -= update instanceof Update.CounterSubtract sub ? sub.amount() : 0;
        }
        fault(cluster, random);
        cluster.advance(Duration.ofMillis(random.nextInt(400)));
      }
      cluster.network().dropFrames(0);
      cluster.network().heal();
      cluster.advance(Duration.ofSeconds(30));
      for (CrdtKey key : KEYS) {
        Crdt<?> first = state(cluster, 0, key);
        for (int node = 1; node < nodes; node++) {
          assertThat(state(cluster, node, key))
              .as("%s on node %s", key.name(), node)
              .isEqualTo(first);
        }
      }
      assertThat(((PNCounter) state(cluster, 0, COUNTER)).value()).isEqualTo(added);
    }
  }

  private static Update update(CrdtKey key, Random random) {
    Value value = Value.of(random.nextInt(4));
    return switch (key.type()) {
      case GCOUNTER -> new Update.CounterAdd(1 + random.nextInt(9));
      case PNCOUNTER ->
        random.nextInt(3) > 0
            ? new Update.CounterAdd(1 + random.nextInt(9))
            : new Update.CounterSubtract(1 + random.nextInt(9));
      case GSET -> random.nextInt(10) == 0 ? new Update.Delete() : new Update.SetAdd(value);
      case OR_SET -> random.nextBoolean() ? new Update.SetAdd(value) : new Update.SetRemove(value);
      case MV_REGISTER ->
        random.nextInt(10) == 0 ? new Update.Delete() : new Update.RegisterAssign(value);
      case EW_FLAG -> new Update.FlagAssign(random.nextBoolean());
      default -> throw new IllegalArgumentException("no service writes a " + key.type());
    };
  }

  private static void fault(SimulatedCluster cluster, Random random) {
    int index = random.nextInt(cluster.nodes().size());
    SimulatedNode one = cluster.node(index);
    List<SimulatedNode> others =
        cluster.nodes().stream().filter(node -> node != one).toList();
    SimulatedNode other = others.get(random.nextInt(others.size()));
    switch (random.nextInt(26)) {
      case 0 -> cluster.network().cut(one, other);
      case 1 -> cluster.network().cutOneWay(one, other);
      case 2 -> cluster.network().isolate(one);
      case 3 -> cluster.network().breakStreams(one, other);
      case 4, 5, 6 -> cluster.network().heal();
      case 7 -> cluster.network().dropFrames(0.02);
      case 8 -> cluster.network().dropFrames(0);
      case 9 -> cluster.network().delay(one, other, Duration.ofMillis(random.nextInt(700)));
      case 10 -> cluster.advance(Duration.ofSeconds(random.nextInt(15)));
      case 11 -> cluster.await(one.operations().unregister("f", "nobody"));
      case 12 -> crash(cluster, index);
      default -> {
        // Most steps go well.
      }
    }
  }

  /** Its memory is lost: what it alone had may be, so the others get it before. */
  private static void crash(SimulatedCluster cluster, int index) {
    cluster.network().dropFrames(0);
    cluster.network().heal();
    cluster.advance(Duration.ofSeconds(30));
    cluster.crash(index);
    cluster.advance(Duration.ofSeconds(1));
    cluster.restart(index);
  }

  private static Crdt<?> state(SimulatedCluster cluster, int node, CrdtKey key) {
    return ((Done) cluster.await(cluster.node(node).operations().read(key))).state();
  }
}
