package io.miso.node.simulation.core;

import io.miso.crdt.Crdt;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.function.FunctionView;
import io.miso.node.function.SimulatedFunctions;
import io.miso.node.identity.NodeClock;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Update;
import io.miso.node.replication.PeerIdentity;
import io.miso.node.replication.SimulatedPeers;
import io.miso.node.replication.StreamLink;
import io.miso.node.state.CrdtHandle.Published;
import io.miso.node.state.CrdtTable;
import io.miso.node.state.SimulatedObjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One node from its start to its end: the production cores, and the glue that actors are. */
final class NodeLife implements SimulatedPeers.Node, SimulatedFunctions.Node {
  private static final long FIRST_ROUND_MS = 5_000;
  private static final String POD = "pod";
  private static final long MAX_FRAME_BYTES = 1 << 20;

  private final World world;
  private final Place place;
  private final Identity identity;
  private final long incarnation;
  private final SimulatedObjects objects;
  private final SimulatedFunctions functions;
  private final SimulatedPeers peers;
  private final StreamLink.Receiver receiver;
  private final List<Dialler> diallers = new ArrayList<>();

  private final Acquaintances acquaintances = new Acquaintances();
  private final FirstRoundGate firstRound;
  private final Set<String> everWanted = new HashSet<>();
  private boolean over;

  NodeLife(World world, Place place, Identity identity) {
    this.world = world;
    this.place = place;
    this.identity = identity;
    this.incarnation = identity.nextIncarnation();
    NodeClock clock = place.clock();
    this.peers = new SimulatedPeers(world.settings(), clock, this::later, this);
    this.functions =
        new SimulatedFunctions(identity.id(), incarnation, world.settings(), clock, this);
    this.firstRound = new FirstRoundGate(peers);
    this.receiver = world.variant().streams(peers);
    this.objects = new SimulatedObjects(
        world.settings(),
        identity.births(),
        clock,
        functions.uses(),
        world.variant().replication(firstRound),
        this::later,
        world.checks().of(this));
  }

  void begin(Map<CrdtKey, Published> disk) {
    world.began(this);
    disk.forEach(objects::load);
    disk.keySet().forEach(key -> functions.held(key.object().function()));
    place.functions().forEach(this::register);
    for (Place other : world.places()) {
      if (other.index() > place.index()) {
        Dialler dialler = new Dialler(world, this, other);
        diallers.add(dialler);
        later(world.random().nextInt(50), dialler::dial);
      }
    }
    later(FIRST_ROUND_MS, firstRound::open);
    every(world.settings().peers().heartbeatInterval(), peers::tick);
    every(world.settings().functions().checkInterval(), functions::check);
    every(world.settings().replication().repairInterval(), objects::sweep);
  }

  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  Place place() {
    return place;
  }

  Identity identity() {
    return identity;
  }

  boolean isFirstRoundOver() {
    return firstRound.isOpen();
  }

  /** Whether peers are being asked about a name. */
  boolean isAsking(CrdtKey key) {
    return objects.isAsking(key);
  }

  @Override
  public FunctionView view() {
    return functions.directory().view();
  }

  CrdtTable table() {
    return objects.table();
  }

  Map<CrdtKey, Published> stored() {
    return objects.stored();
  }

  /** Whether its row says that it wants updates of the function. */
  boolean wants(String function) {
    return view().wantedBy(identity.id()).contains(function);
  }

  /** Whether a peer is waited for when it is asked. */
  boolean reaches(NodeLife other) {
    return peers.isReachable(other.identity.id());
  }

  /** Whether a node wants updates of a function, as far as is known here: by its latest row, or by the one that it sent itself. */
  boolean knowsToWant(NodeId node, String function) {
    return view().wantedBy(node).contains(function) || acquaintances.saidToWant(node, function);
  }

  /** Hands the node an input: now, when its machine goes on, or never. */
  void enter(Runnable input) {
    if (over) {
      return;
    }
    if (place.isPaused()) {
      place.whenResumed(() -> enter(input));
      return;
    }
    input.run();
  }

  void later(long delayMs, Runnable input) {
    world.time().after(delayMs, () -> enter(input));
  }

  private void every(Duration interval, Runnable action) {
    later(interval.toMillis(), () -> {
      action.run();
      every(interval, action);
    });
  }

  void register(String function) {
    functions.register(function, POD);
  }

  void unregister(String function) {
    functions.unregister(function, POD);
  }

  void update(CrdtKey key, Update update, Consumer<Outcome> reply) {
    functions.called(key.object().function());
    objects.update(key, update, reply);
  }

  void read(CrdtKey key, Consumer<Outcome> reply) {
    functions.called(key.object().function());
    objects.read(key, reply);
  }

  /** Another interval for all CRDTs of a function. */
  void setInterval(String function, Duration interval) {
    objects.setInterval(function, interval);
  }

  /** Skips the interval, and tells of every peer whether it has what is held now. */
  void sync(ObjectKey object, BiConsumer<NodeId, Boolean> over) {
    functions.called(object.function());
    objects.flush(object);
    later(0, () -> peers.sync(object, over));
  }

  boolean sends(PeerFrame frame) {
    return world.variant().sends(frame);
  }

  StreamLink newLink(boolean dialled) {
    return new StreamLink(dialled, receiver);
  }

  void attached(NodeLife other, StreamLink link) {
    NodeId id = other.identity.id();
    acquaintances.met(other.place, id).ifPresent(before -> {
      peers.forget(before);
      functions.gone(before);
    });
    peers.attach(
        new PeerIdentity(
            id, other.incarnation, other.toString(), other.place.address(), MAX_FRAME_BYTES),
        link);
  }

  @Override
  public CrdtTable copies() {
    return objects.table();
  }

  @Override
  public void rows(NodeId peer, PeerFrame frame) {
    functions.heard(peer, frame);
    if (frame.hasFunctionRow()) {
      acquaintances.said(peer, frame.getFunctionRow());
    }
    if (acquaintances.heardOf() == world.places().size() - 1) {
      firstRound.open();
    }
  }

  @Override
  public void alive(NodeId peer) {
    functions.alive(peer);
  }

  @Override
  public void join(CrdtKey key, Crdt<?> state) {
    Violation.unless(
        everWanted.contains(key.object().function()),
        "{} is sent {}, which it never ran",
        this,
        key);
    objects.join(key, state);
  }

  @Override
  public void held(String function) {
    functions.held(function);
  }

  @Override
  public void streamEnded(StreamLink link) {
    diallers.forEach(dialler -> dialler.ended(link));
  }

  @Override
  public void rowChanged(FunctionRow row) {
    row.getFunctionsList().stream()
        .filter(FunctionView::wants)
        .forEach(entry -> everWanted.add(entry.getFunction()));
    peers.ownRow(row);
  }

  @Override
  public void handOver(String function, Runnable handedOver) {
    later(world.settings().functions().handoverTimeout().toMillis(), handedOver);
    objects.flush(function);
    later(0, () -> peers.drain(function, () -> later(0, handedOver)));
  }

  @Override
  public boolean holds(String function) {
    return table().functions().contains(function);
  }

  @Override
  public void released(String function) {
    later(0, () -> functions.released(function));
  }

  @Override
  public void acknowledged(NodeId peer, CrdtKey key, long version) {
    objects.acknowledged(peer, key, version);
  }

  @Override
  public void ended(String function) {
    objects.unrestore(function);
  }

  @Override
  public void gone(NodeId node) {
    peers.forget(node);
  }

  @Override
  public String toString() {
    return place + "/" + identity + "." + incarnation;
  }
}
