package io.miso.node.simulation.core;

import io.miso.node.identity.NodeClock;
import io.miso.node.operation.CrdtKey;
import io.miso.node.settings.NodeSettings.Seed;
import io.miso.node.state.CrdtHandle.Published;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A machine at an address, with one life of a node after another on it. */
final class Place {
  private static final long EPOCH_MS = 1_700_000_000_000L;

  private final int index;
  private final Seed address;
  private final World world;

  /** Functions whose instances run on this machine, whether registered just now or not. */
  private final Set<String> functions = new TreeSet<>();

  private final List<Runnable> inbox = new ArrayList<>();
  private Identity identity;
  private @Nullable NodeLife life;
  private boolean paused;
  private long skewMs;
  private long begunMs;

  Place(int index, World world) {
    this.index = index;
    this.world = world;
    this.address = new Seed("10.0.0." + (index + 1), 5001);
    this.identity = new Identity(world.freshId());
  }

  int index() {
    return index;
  }

  Seed address() {
    return address;
  }

  Set<String> functions() {
    return functions;
  }

  Identity identity() {
    return identity;
  }

  @Nullable
  NodeLife life() {
    return life;
  }

  boolean isUp() {
    return life != null;
  }

  boolean isPaused() {
    return paused;
  }

  /** The clocks of this machine. */
  NodeClock clock() {
    return new NodeClock() {
      @Override
      public long millis() {
        return EPOCH_MS + world.time().nowMs() + skewMs;
      }

      @Override
      public long steadyMillis() {
        return world.time().nowMs() - begunMs;
      }
    };
  }

  void jumpClock(long byMs) {
    skewMs += byMs;
  }

  void start() {
    start(Map.of());
  }

  private void start(Map<CrdtKey, Published> disk) {
    begunMs = world.time().nowMs();
    NodeLife begun = new NodeLife(world, this, identity);
    life = begun;
    begun.begin(disk);
  }

  /** Ends the node; it comes back later. */
  void crash(boolean keepsDisk, long downMs) {
    NodeLife ended = life;
    if (ended == null) {
      return;
    }
    Map<CrdtKey, Published> disk = keepsDisk ? ended.stored() : Map.of();
    life = null;
    paused = false;
    inbox.clear();
    ended.end();
    if (keepsDisk) {
      world.survives(identity, disk);
    } else {
      Identity lost = identity;
      identity = new Identity(world.variant().afterLoss(lost.id(), world::freshId));
      world.ledger().copyLost();
    }
    world.time().after(downMs, () -> {
      world.backFromDisk(identity);
      start(disk);
    });
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    List<Runnable> waiting = List.copyOf(inbox);
    inbox.clear();
    waiting.forEach(Runnable::run);
  }

  /** Runs it when the machine goes on. */
  void whenResumed(Runnable action) {
    inbox.add(action);
  }

  @Override
  public String toString() {
    return "n" + index;
  }
}
