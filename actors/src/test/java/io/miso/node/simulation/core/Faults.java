package io.miso.node.simulation.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Has things go wrong for a while, and puts everything right at the end. */
final class Faults {
  private final World world;
  private final Random random;
  private final List<FaultKind> kinds;

  /** What is still to be put right. */
  private final List<Runnable> open = new ArrayList<>();

  Faults(World world) {
    this.world = world;
    this.random = world.random();
    this.kinds = List.copyOf(world.variant().faults());
  }

  /** One more fault of any kind. */
  void strike() {
    FaultKind kind = kinds.get(random.nextInt(kinds.size()));
    Place one = world.places().get(random.nextInt(world.places().size()));
    List<Place> others = world.places().stream().filter(place -> place != one).toList();
    Place other = others.get(random.nextInt(others.size()));
    world.trace().note(() -> "FAULT " + kind + " at " + one + " " + other);
    world.disturbed();
    switch (kind) {
      case LOSS -> loss(world.direction(one, other));
      case DUPLICATION -> duplication(world.direction(one, other));
      case REORDERING -> reordering(world.direction(one, other));
      case DELAY -> delay(world.direction(one, other));
      case CUT -> cut(List.of(world.direction(one, other), world.direction(other, one)), kind);
      case ONE_WAY_CUT -> cut(List.of(world.direction(one, other)), kind);
      case ISOLATION -> isolate(one, others);
      case SLOW_LINK -> slow(world.direction(one, other));
      case STREAM_BREAK, SILENT_BREAK -> breakStream(kind);
      case CRASH_WITHOUT_DISK -> crash(one, false);
      case CRASH_WITH_DISK -> crash(one, true);
      case PAUSE -> pause(one);
      case CLOCK_JUMP -> jump(one);
      case UNREGISTRATION -> unregister(one);
    }
  }

  /** Everything is put right now. */
  void heal() {
    world.disturbed();
    List.copyOf(open).forEach(Runnable::run);
  }

  private void loss(Direction direction) {
    direction.loss = 0.02 + 0.2 * random.nextDouble();
    forAWhile(() -> direction.loss = 0);
  }

  private void duplication(Direction direction) {
    direction.duplication = 0.3;
    forAWhile(() -> direction.duplication = 0);
  }

  private void reordering(Direction direction) {
    direction.reordering = 0.3;
    forAWhile(() -> direction.reordering = 0);
  }

  private void delay(Direction direction) {
    world.report().fault(FaultKind.DELAY);
    direction.delayMs = random.nextInt(700);
    direction.jitterMs = random.nextInt(300);
    forAWhile(() -> {
      direction.delayMs = 0;
      direction.jitterMs = 0;
    });
  }

  private void slow(Direction direction) {
    world.report().fault(FaultKind.SLOW_LINK);
    direction.bytesPerSecond = 200L + random.nextInt(2_000);
    forAWhile(() -> direction.bytesPerSecond = Long.MAX_VALUE);
  }

  private void isolate(Place one, List<Place> others) {
    List<Direction> all = new ArrayList<>();
    for (Place other : others) {
      all.add(world.direction(one, other));
      all.add(world.direction(other, one));
    }
    cut(all, FaultKind.ISOLATION);
  }

  private void cut(List<Direction> all, FaultKind kind) {
    world.report().fault(kind);
    all.forEach(Direction::cut);
    forAWhile(() -> all.forEach(Direction::uncut));
  }

  private void breakStream(FaultKind kind) {
    List<Wire> wires = world.openWires();
    if (!wires.isEmpty()) {
      world.report().fault(kind);
      Wire wire = wires.get(random.nextInt(wires.size()));
      if (kind == FaultKind.SILENT_BREAK) {
        wire.breakSilently();
      } else {
        world.breakStream(wire);
      }
    }
  }

  private void crash(Place place, boolean keepsDisk) {
    if (place.isUp()) {
      world.report().fault(keepsDisk ? FaultKind.CRASH_WITH_DISK : FaultKind.CRASH_WITHOUT_DISK);
      place.crash(keepsDisk, random.nextInt(5_000));
    }
  }

  private void pause(Place place) {
    if (place.isUp() && !place.isPaused()) {
      world.report().fault(FaultKind.PAUSE);
      place.pause();
      forAWhile(place::resume);
    }
  }

  private void jump(Place place) {
    world.report().fault(FaultKind.CLOCK_JUMP);
    place.jumpClock(random.nextInt(7_200_000) - 3_600_000L);
  }

  private void unregister(Place place) {
    NodeLife life = place.life();
    if (life == null || place.functions().isEmpty()) {
      return;
    }
    String function =
        List.copyOf(place.functions()).get(random.nextInt(place.functions().size()));
    world.report().fault(FaultKind.UNREGISTRATION);
    place.functions().remove(function);
    life.enter(() -> life.unregister(function));
    forAWhile(() -> {
      place.functions().add(function);
      NodeLife now = place.life();
      if (now != null) {
        now.enter(() -> now.register(function));
      }
    });
  }

  private void forAWhile(Runnable repair) {
    Runnable once = new Runnable() {
      @Override
      public void run() {
        if (open.remove(this)) {
          world.disturbed();
          repair.run();
        }
      }
    };
    open.add(once);
    world.time().after(500 + random.nextInt(14_500), once);
  }
}
