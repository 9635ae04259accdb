package io.miso.node.simulation.core;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.Value;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What functions do: which run where, and one operation after another. */
final class Workload {
  static final List<String> FUNCTIONS = List.of("sum", "index", "vote");
  private static final String ERASED = "erased";

  /** One in so many operations changes an interval. */
  private static final int CALLS_FOR_AN_INTERVAL = 50;

  private final World world;
  private final Random random;
  private final List<CrdtKey> keys = new ArrayList<>();

  Workload(World world) {
    this.world = world;
    this.random = world.random();
    ObjectKey sum = ObjectKey.defaultOf(FUNCTIONS.get(0));
    ObjectKey index = ObjectKey.defaultOf(FUNCTIONS.get(1));
    ObjectKey vote = new ObjectKey(FUNCTIONS.get(2), "object");
    keys.add(new CrdtKey(sum, "total", CrdtType.PNCOUNTER));
    keys.add(new CrdtKey(sum, "grown", CrdtType.GCOUNTER));
    keys.add(new CrdtKey(sum, ERASED, CrdtType.PNCOUNTER));
    keys.add(new CrdtKey(index, "words", CrdtType.OR_SET));
    keys.add(new CrdtKey(index, "seen", CrdtType.GSET));
    keys.add(new CrdtKey(index, ERASED, CrdtType.OR_SET));
    keys.add(new CrdtKey(vote, "votes", CrdtType.PNCOUNTER));
    keys.add(new CrdtKey(vote, ERASED, CrdtType.MV_REGISTER));
    keys.add(new CrdtKey(vote, "open", CrdtType.EW_FLAG));
  }

  /** Whether the CRDT is deleted now and then, so that its value follows from no simple sentence. */
  static boolean isErased(CrdtKey key) {
    return key.name().equals(ERASED);
  }

  List<CrdtKey> keys() {
    return keys;
  }

  /** Has each function run on two nodes or more. */
  void spread(List<Place> places) {
    for (String function : FUNCTIONS) {
      int runners = 2 + random.nextInt(places.size() - 1);
      List<Place> rest = new ArrayList<>(places);
      for (int i = 0; i < runners; i++) {
        rest.remove(random.nextInt(rest.size())).functions().add(function);
      }
    }
  }

  /** One operation of a function on a machine where it runs. */
  void step() {
    CrdtKey key = keys.get(random.nextInt(keys.size()));
    String function = key.object().function();
    List<Place> able = world.places().stream()
        .filter(place -> place.isUp() && place.functions().contains(function))
        .toList();
    if (able.isEmpty()) {
      return;
    }
    NodeLife life = able.get(random.nextInt(able.size())).life();
    if (life != null) {
      life.enter(() -> operate(life, key));
    }
  }

  private void operate(NodeLife life, CrdtKey key) {
    world.report().operations++;
    if (random.nextInt(CALLS_FOR_AN_INTERVAL) == 0) {
      life.setInterval(key.object().function(), Duration.ofMillis(50L * random.nextInt(10)));
    }
    RestoreCheck restore = RestoreCheck.begin(world, life, key);
    switch (random.nextInt(20)) {
      case 0, 1 -> life.read(key, restore::answered);
      case 2 -> SyncCheck.begin(world, life, key.object());
      default -> {
        Update update = update(key);
        world.trace().note(() -> life + " does " + update + " on " + key.name());
        life.update(key, update, outcome -> {
          restore.answered(outcome);
          acknowledged(life, key, update, outcome);
        });
      }
    }
  }

  private void acknowledged(NodeLife life, CrdtKey key, Update update, Outcome outcome) {
    if (outcome instanceof Outcome.Done done) {
      Checks.Change change = world.checks().changeTo(done.state());
      if (change != null) {
        world.ledger().acknowledged(life, key, update, change);
      }
    }
  }

  private Update update(CrdtKey key) {
    if (isErased(key) && random.nextInt(8) == 0) {
      return new Update.Delete();
    }
    Value value = Value.of(random.nextInt(12));
    long amount = 1L + random.nextInt(9);
    return switch (key.type()) {
      case GCOUNTER -> new Update.CounterAdd(amount);
      case PNCOUNTER ->
        random.nextInt(3) > 0 ? new Update.CounterAdd(amount) : new Update.CounterSubtract(amount);
      case GSET -> new Update.SetAdd(Value.of(random.nextInt(500)));
      case OR_SET -> random.nextInt(3) > 0 ? new Update.SetAdd(value) : new Update.SetRemove(value);
      case MV_REGISTER -> new Update.RegisterAssign(value);
      default -> new Update.FlagAssign(random.nextBoolean());
    };
  }

  /** The state of a copy that a node holds; empty where it holds none. */
  static Crdt<?> state(NodeLife life, CrdtKey key) {
    var handle = life.table().get(key);
    return handle == null ? key.type().empty() : handle.published().state();
  }
}
