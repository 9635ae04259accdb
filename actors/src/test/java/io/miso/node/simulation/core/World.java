package io.miso.node.simulation.core;

import io.miso.crdt.Crdt;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.CrdtKey;
import io.miso.node.settings.NodeSettings;
import io.miso.node.state.CrdtHandle.Published;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Machines, the network between them, and whoever watches. */
final class World implements Wire.Watcher {
  private final NodeSettings settings;
  private final Random random;
  private final CoreVariant variant;
  private final VirtualTime time = new VirtualTime();
  private final RunReport report = new RunReport();
  private final Trace trace;
  private final Checks checks = new Checks(this);
  private final Ledger ledger = new Ledger(this);
  private final List<Place> places = new ArrayList<>();
  private final Direction[][] directions;
  private final List<Wire> wires = new ArrayList<>();

  /** What nodes that are down have on disk. */
  private final Map<Identity, Map<CrdtKey, Published>> disks = new LinkedHashMap<>();

  private final Map<NodeId, NodeLife> lastLives = new HashMap<>();
  private long disturbances;

  World(int size, NodeSettings settings, CoreVariant variant, Random random, boolean traced) {
    this.settings = settings;
    this.random = random;
    this.variant = variant;
    this.trace = new Trace(traced, time);
    this.directions = new Direction[size][size];
    for (int from = 0; from < size; from++) {
      places.add(new Place(from, this));
      for (int to = 0; to < size; to++) {
        directions[from][to] = new Direction(time, random, report);
      }
    }
  }

  NodeSettings settings() {
    return settings;
  }

  Random random() {
    return random;
  }

  CoreVariant variant() {
    return variant;
  }

  VirtualTime time() {
    return time;
  }

  RunReport report() {
    return report;
  }

  Trace trace() {
    return trace;
  }

  Checks checks() {
    return checks;
  }

  Ledger ledger() {
    return ledger;
  }

  List<Place> places() {
    return places;
  }

  Direction direction(Place from, Place to) {
    return directions[from.index()][to.index()];
  }

  NodeId freshId() {
    return new NodeId(random.nextLong(), random.nextLong());
  }

  /** Counts whatever goes wrong, or is put right. */
  long disturbances() {
    return disturbances;
  }

  void disturbed() {
    disturbances++;
  }

  void survives(Identity identity, Map<CrdtKey, Published> disk) {
    disks.put(identity, disk);
  }

  void backFromDisk(Identity identity) {
    disks.remove(identity);
  }

  void began(NodeLife life) {
    lastLives.put(life.identity().id(), life);
  }

  NodeLife lastLife(NodeId id) {
    return Objects.requireNonNull(lastLives.get(id), "no node has this id");
  }

  Wire wire(NodeLife dialler, NodeLife acceptor) {
    Wire wire = new Wire(
        dialler,
        acceptor,
        direction(dialler.place(), acceptor.place()),
        direction(acceptor.place(), dialler.place()),
        this);
    wires.removeIf(Wire::isOver);
    wires.add(wire);
    trace.note(() -> dialler + " dialled " + acceptor);
    return wire;
  }

  List<Wire> openWires() {
    return wires.stream().filter(Wire::isOpen).toList();
  }

  /** The life under this id, where it can be asked and its answer comes soon. */
  @Nullable
  NodeLife healthy(NodeLife asker, NodeId id) {
    NodeLife other = lastLives.get(id);
    boolean healthy = other != null
        && !other.isOver()
        && !other.place().isPaused()
        && asker.reaches(other)
        && direction(asker.place(), other.place()).isHealthy()
        && direction(other.place(), asker.place()).isHealthy()
        && wires.stream().anyMatch(wire -> wire.isOpen() && wire.joins(asker, other));
    return healthy ? other : null;
  }

  /** All that other nodes have of a CRDT, or had when they ended. */
  Crdt<?> everHeld(NodeLife life, CrdtKey key) {
    Crdt<?> held = union(key);
    for (NodeLife other : lastLives.values()) {
      if (other != life) {
        held = Crdt.join(held, Workload.state(other, key));
      }
    }
    return held;
  }

  /** All that live nodes and disks have of a CRDT. */
  Crdt<?> union(CrdtKey key) {
    Crdt<?> union = key.type().empty();
    for (Place place : places) {
      NodeLife life = place.life();
      if (life != null) {
        union = Crdt.join(union, Workload.state(life, key));
      }
    }
    for (Map<CrdtKey, Published> disk : disks.values()) {
      Published stored = disk.get(key);
      if (stored != null) {
        union = Crdt.join(union, stored.state());
      }
    }
    return union;
  }

  @Override
  public void sent(NodeLife from, NodeLife to, PeerFrame frame, int bytes) {
    report.frames++;
    report.batches += frame.hasBatch() ? 1 : 0;
    report.bytes += bytes;
    checks.sent(from, to, frame);
    if (!frame.hasHeartbeat()) {
      trace.note(() -> from + " -> " + to + " " + Text.of(frame));
    }
  }

  @Override
  public void lost(Wire wire) {
    report.fault(FaultKind.LOSS);
    disturbed();
    if (!CoreRun.STREAMS_MAY_LOSE_FRAMES || random.nextBoolean()) {
      breakStream(wire);
    }
  }

  /** Both sides hear that the stream broke, each in its own time. */
  void breakStream(Wire wire) {
    wire.breakSilently();
    time.after(random.nextInt(2_000), () -> wire.dialling().closed(new IOException("broken")));
    time.after(random.nextInt(2_000), () -> wire.accepting().closed(new IOException("broken")));
  }
}
