package io.miso.node.simulation.core;

import io.miso.crdt.Crdt;
import io.miso.node.operation.CrdtKey;
import io.miso.node.settings.NodeSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One run: operations while faults strike, then quiet until all nodes agree. */
final class CoreRun {
  /** Whether a frame may be lost from a stream that goes on, which needs a repair that does not wait for the stream to break. */
  static final boolean STREAMS_MAY_LOSE_FRAMES = true;

  private static final int OPERATIONS = 220;
  private static final int LEAST_FAULTS = 4;
  private static final int MORE_FAULTS = 8;
  private static final long LONGEST_STEP_MS = 300;
  private static final long MEETING_MS = 1_000;
  private static final long QUIET_MS = 60_000;

  private final World world;
  private final Workload workload;
  private final Faults faults;
  private final Random random;

  CoreRun(long seed, NodeSettings settings, CoreVariant variant, boolean traced) {
    this(new Random(seed), settings, variant, traced);
  }

  private CoreRun(Random random, NodeSettings settings, CoreVariant variant, boolean traced) {
    this(random, 3 + random.nextInt(5), settings, variant, traced);
  }

  /** As many nodes as wanted. */
  CoreRun(Random random, int nodes, NodeSettings settings, CoreVariant variant, boolean traced) {
    this.random = random;
    world = new World(nodes, settings, variant, random, traced);
    workload = new Workload(world);
    faults = new Faults(world);
  }

  /** Throws a {@link Violation} where a rule is broken. */
  RunReport run() {
    workload.spread(world.places());
    world.places().forEach(Place::start);
    world.time().runUntil(MEETING_MS);
    operate();
    faults.heal();
    settle();
    world.report().runs = 1;
    return world.report();
  }

  /** Operations while nothing goes wrong, and time until all is told. */
  void calm() {
    workload.spread(world.places());
    world.places().forEach(Place::start);
    world.time().runUntil(MEETING_MS);
    for (int step = 0; step < OPERATIONS; step++) {
      workload.step();
      passes(random.nextInt((int) LONGEST_STEP_MS));
    }
    settle();
    passes(QUIET_MS);
  }

  private void passes(long ms) {
    world.time().runUntil(world.time().nowMs() + ms);
  }

  /** Streams that stand. */
  int streams() {
    return world.openWires().size();
  }

  /** What is sent while so much time passes. */
  RunReport within(long ms) {
    RunReport before = new RunReport();
    before.add(world.report());
    passes(ms);
    return world.report().since(before);
  }

  String trace() {
    return world.trace().toString();
  }

  private void operate() {
    int count = LEAST_FAULTS + random.nextInt(MORE_FAULTS);
    List<Integer> strikes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      strikes.add(random.nextInt(OPERATIONS));
    }
    for (int step = 0; step < OPERATIONS; step++) {
      if (strikes.contains(step)) {
        faults.strike();
      }
      workload.step();
      passes(random.nextInt((int) LONGEST_STEP_MS));
    }
  }

  private void settle() {
    long end = world.time().nowMs() + QUIET_MS;
    while (!agree() && world.time().nowMs() < end) {
      passes(500);
    }
    for (CrdtKey key : workload.keys()) {
      checkAgreement(key);
    }
  }

  private boolean agree() {
    return workload.keys().stream().allMatch(key -> lagging(key).isEmpty());
  }

  /** Nodes that want the function and do not have all that there is. Of what was deleted some may have dropped the rest. */
  private List<NodeLife> lagging(CrdtKey key) {
    Crdt<?> union = world.union(key);
    return runners(key).stream()
        .filter(life -> {
          Crdt<?> state = Workload.state(life, key);
          return state.digest() != union.digest() && (state.isLive() || union.isLive());
        })
        .toList();
  }

  private List<NodeLife> runners(CrdtKey key) {
    List<NodeLife> runners = new ArrayList<>();
    for (Place place : world.places()) {
      NodeLife life = place.life();
      if (life != null && life.wants(key.object().function())) {
        runners.add(life);
      }
    }
    return runners;
  }

  private void checkAgreement(CrdtKey key) {
    List<NodeLife> lagging = lagging(key);
    Violation.unless(
        lagging.isEmpty(), "{} lack some of {} long after all was put right", lagging, key);
    List<NodeLife> runners = runners(key);
    if (runners.isEmpty()) {
      return;
    }
    Crdt<?> state = Workload.state(runners.get(0), key);
    for (NodeLife life : runners) {
      Violation.unless(
          !state.isLive() || Workload.state(life, key).equals(state),
          "{} has another {} of equal digest",
          life,
          key);
    }
    if (world.ledger().check(key, state)) {
      world.report().valuesChecked++;
    }
  }
}
