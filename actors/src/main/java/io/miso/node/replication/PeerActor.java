package io.miso.node.replication;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.miso.crdt.Crdt;
import io.miso.grpc.node.v1.NodeLabel;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.node.v1.PeerStatus.Reachability;
import io.miso.grpc.replication.v1.Batch;
import io.miso.grpc.replication.v1.CrdtUpdate;
import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.Goodbye;
import io.miso.grpc.replication.v1.KnownNodes;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.grpc.replication.v1.RestoreAnswer;
import io.miso.grpc.replication.v1.RestoreRequest;
import io.miso.node.codec.MalformedStateException;
import io.miso.node.function.FunctionDiscovery;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.SyncResult.NodeInfo;
import io.miso.node.state.CrdtHandle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One peer: its stream while there is one, what it still has to be told, what it acknowledged. Lives as long as the peer is known, so
 * that what was not acknowledged survives a broken stream.
 */
public final class PeerActor extends AbstractBehavior<PeerActor.Command> {

  /** What the actor is told. */
  public sealed interface Command {}

  /** A delta for this peer. */
  record Enqueue(CrdtKey key, Crdt<?> delta) implements Command {}

  /** A stream passed the handshake; it replaces the one before. */
  record Attached(PeerIdentity identity, StreamLink link) implements Command {}

  /** This node's own row changed. */
  record OwnRow(FunctionRow row) implements Command {}

  /** Tells the peer about other nodes. */
  record Introduce(PeerFrame knownNodes) implements Command {}

  /** Answers {@code acknowledged} once the peer has what this node holds of the object now. */
  record Sync(ObjectKey object, Consumer<SyncAnswer> reply, CompletableFuture<Void> cancelled)
      implements Command {}

  /** Asks the peer for what it holds; the answer says whether it had anything, after it was joined. */
  record Ask(ObjectKey object, String name, Consumer<Boolean> answered) implements Command {}

  /** Runs the action, which must only send a message, once everything that waits is acknowledged, or at once without a stream. */
  record Drain(Runnable drained) implements Command {}

  record GetStatus(CompletableFuture<PeerStatus> reply) implements Command {}

  /** The peer is gone for good. */
  record Stop() implements Command {}

  /**
   * How a sync went with this peer.
   *
   * @param reachable whether a stream was open when asked
   */
  record SyncAnswer(NodeInfo node, boolean reachable, boolean acknowledged) {}

  private record Frame(StreamLink link, PeerFrame frame, CompletableFuture<Done> handled)
      implements Command {}

  private record Detached(StreamLink link) implements Command {}

  private record RowMerged(StreamLink link, FunctionRow row, CompletableFuture<Done> handled)
      implements Command {}

  private record BatchJoined(StreamLink link, long sequence, CompletableFuture<Done> handled)
      implements Command {}

  private record AnswerJoined(long request, boolean hadState, CompletableFuture<Done> handled)
      implements Command {}

  private record StopWaiting(Runnable action) implements Command {}

  private record Tick() implements Command {}

  /**
   * Who hears of the peer's affairs that are not replication; called from the actor's thread.
   *
   * @param rowReceived the first row after a handshake is merged
   */
  record Listeners(
      Consumer<PeerIdentity> rowReceived,
      Consumer<KnownNodes> introduced,
      Consumer<PeerIdentity> departed) {}

  private static final Logger LOG = LoggerFactory.getLogger(PeerActor.class);

  private final PeerScope scope;
  private final Listeners listeners;
  private final Outbox outbox;
  private final PeerTraffic traffic = new PeerTraffic();
  private final IncomingStates incoming;
  private final Map<Long, Consumer<Boolean>> asked = new HashMap<>();
  private final Set<String> toldInFull = new HashSet<>();
  private PeerIdentity identity;
  private @Nullable StreamLink link;
  private FunctionRow ownRow;
  private long lastFrameMs;
  private long lastRequest;

  static Behavior<Command> create(
      PeerScope scope, PeerIdentity identity, FunctionRow ownRow, Listeners listeners) {
    return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
      timers.startTimerWithFixedDelay(new Tick(), scope.settings().peers().heartbeatInterval());
      return new PeerActor(context, scope, identity, ownRow, listeners);
    }));
  }

  private PeerActor(
      ActorContext<Command> context,
      PeerScope scope,
      PeerIdentity identity,
      FunctionRow ownRow,
      Listeners listeners) {
    super(context);
    this.scope = scope;
    this.identity = identity;
    this.ownRow = ownRow;
    this.listeners = listeners;
    this.outbox = new Outbox(
        scope.settings().replication().window(),
        Math.min(scope.settings().replication().batchBytes(), identity.maxFrameBytes() / 2),
        scope.settings().replication().pendingBytes());
    this.incoming = new IncomingStates(scope.objects(), traffic);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Enqueue.class, this::onEnqueue)
        .onMessage(Attached.class, this::onAttached)
        .onMessage(OwnRow.class, this::onOwnRow)
        .onMessage(Introduce.class, this::onIntroduce)
        .onMessage(Sync.class, this::onSync)
        .onMessage(Ask.class, this::onAsk)
        .onMessage(Drain.class, this::onDrain)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onMessage(Stop.class, message -> Behaviors.stopped())
        .onMessage(Frame.class, this::onFrame)
        .onMessage(Detached.class, this::onDetached)
        .onMessage(RowMerged.class, this::onRowMerged)
        .onMessage(BatchJoined.class, this::onBatchJoined)
        .onMessage(AnswerJoined.class, this::onAnswerJoined)
        .onMessage(StopWaiting.class, this::onStopWaiting)
        .onMessage(Tick.class, message -> onTick())
        .onSignal(PostStop.class, signal -> onPostStop())
        .build();
  }

  private Behavior<Command> onEnqueue(Enqueue message) {
    outbox.add(message.key(), message.delta());
    ship();
    return this;
  }

  private Behavior<Command> onAttached(Attached message) {
    StreamLink before = link;
    if (before != null) {
      detach();
      before.close();
    }
    identity = message.identity();
    link = message.link();
    lastFrameMs = scope.clock().millis();
    message.link().send(Frames.row(ownRow));
    return this;
  }

  private Behavior<Command> onOwnRow(OwnRow message) {
    ownRow = message.row();
    if (link != null) {
      link.send(Frames.row(ownRow));
    }
    return this;
  }

  private Behavior<Command> onIntroduce(Introduce message) {
    if (link != null) {
      link.send(message.knownNodes());
    }
    return this;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // sending a message does not fail
  private Behavior<Command> onSync(Sync sync) {
    if (link == null || suspected()) {
      sync.reply().accept(new SyncAnswer(identity.info(), false, false));
      return this;
    }
    boolean told = toldInFull.contains(sync.object().function());
    for (CrdtHandle handle : scope.objects().table().ofObject(sync.object())) {
      if (!told || !outbox.knowsFull(handle.key(), handle.published().joinedVersion())) {
        outbox.addFull(handle.key());
      }
    }
    Runnable acknowledged = () -> sync.reply().accept(new SyncAnswer(identity.info(), true, true));
    outbox.whenAcknowledged(key -> key.object().equals(sync.object()), acknowledged);
    sync.cancelled()
        .whenComplete((done, error) -> getContext().getSelf().tell(new StopWaiting(acknowledged)));
    ship();
    return this;
  }

  private Behavior<Command> onAsk(Ask ask) {
    if (link == null) {
      ask.answered().accept(false);
      return this;
    }
    long request = ++lastRequest;
    asked.put(request, ask.answered());
    link.send(Frames.restoreRequest(request, ask.object(), ask.name()));
    return this;
  }

  private Behavior<Command> onDrain(Drain message) {
    if (link == null || suspected()) {
      message.drained().run();
    } else {
      outbox.whenAcknowledged(key -> true, message.drained());
      ship();
    }
    return this;
  }

  private Behavior<Command> onGetStatus(GetStatus message) {
    PeerStatus.Builder status = PeerStatus.newBuilder()
        .setNode(label())
        .setReachability(reachability())
        .setUnacknowledged(outbox.unacknowledged());
    traffic.into(status);
    message.reply().complete(status.build());
    return this;
  }

  private Behavior<Command> onFrame(Frame message) {
    if (message.link() != link) {
      message.handled().complete(Done.getInstance());
      return this;
    }
    lastFrameMs = scope.clock().millis();
    try {
      handle(message);
    } catch (MalformedStateException e) {
      LOG.warn(
          "peer {} sent a malformed state ({}); its stream is closed", identity, e.getMessage());
      message.handled().complete(Done.getInstance());
      message.link().end(Frames.goodbye(Goodbye.Reason.MALFORMED, String.valueOf(e.getMessage())));
    }
    return this;
  }

  private void handle(Frame message) throws MalformedStateException {
    PeerFrame frame = message.frame();
    CompletableFuture<Done> handled = message.handled();
    switch (frame.getFrameCase()) {
      case FUNCTION_ROW -> mergeRow(message);
      case BATCH -> joinBatch(message);
      case RESTORE_ANSWER -> joinAnswer(message);
      case RESTORE_REQUEST -> answer(frame.getRestoreRequest());
      case BATCH_ACKNOWLEDGEMENT -> {
        outbox.acknowledge(frame.getBatchAcknowledgement().getSequence());
        ship();
      }
      case KNOWN_NODES -> listeners.introduced().accept(frame.getKnownNodes());
      case GOODBYE -> {
        if (frame.getGoodbye().getForGood()) {
          listeners.departed().accept(identity);
        }
        message.link().close();
      }
      case HEARTBEAT, HELLO, FRAME_NOT_SET -> {
        // A sign of life, or of a later version: nothing to do.
      }
    }
    switch (frame.getFrameCase()) {
      case FUNCTION_ROW, BATCH, RESTORE_ANSWER -> {
        // Handled once merged or joined.
      }
      default -> handled.complete(Done.getInstance());
    }
  }

  /** The row counts once it is merged: from then on every flush counts this peer as a target, so nothing falls between. */
  private void mergeRow(Frame message) {
    FunctionRow row = message.frame().getFunctionRow();
    scope
        .functions()
        .accept(new FunctionDiscovery.PeerRow(
            identity.id(),
            row,
            () -> getContext()
                .getSelf()
                .tell(new RowMerged(message.link(), row, message.handled()))));
  }

  private Behavior<Command> onRowMerged(RowMerged message) {
    message.handled().complete(Done.getInstance());
    if (message.link() != link) {
      return this;
    }
    Set<String> runs = message.row().getFunctionsList().stream()
        .filter(FunctionEntry::getRuns)
        .map(FunctionEntry::getFunction)
        .collect(Collectors.toSet());
    toldInFull.retainAll(runs);
    outbox.drop(key -> !runs.contains(key.object().function()));
    for (String function : runs) {
      if (toldInFull.add(function)) {
        scope.objects().table().ofFunction(function).forEach(h -> outbox.addFull(h.key()));
      }
    }
    listeners.rowReceived().accept(identity);
    ship();
    return this;
  }

  private void joinBatch(Frame message) throws MalformedStateException {
    Batch batch = message.frame().getBatch();
    traffic.batchReceived(batch.getSerializedSize());
    incoming.join(
        batch.getUpdatesList(),
        () -> getContext()
            .getSelf()
            .tell(new BatchJoined(message.link(), batch.getSequence(), message.handled())));
  }

  private Behavior<Command> onBatchJoined(BatchJoined message) {
    message.handled().complete(Done.getInstance());
    if (message.link() == link) {
      message.link().send(Frames.acknowledgement(message.sequence()));
    }
    return this;
  }

  private void joinAnswer(Frame message) throws MalformedStateException {
    RestoreAnswer answer = message.frame().getRestoreAnswer();
    boolean hadState = answer.getUpdatesList().stream().anyMatch(CrdtUpdate::getFull);
    incoming.join(
        answer.getUpdatesList(),
        () -> getContext()
            .getSelf()
            .tell(new AnswerJoined(answer.getRequest(), hadState, message.handled())));
  }

  private Behavior<Command> onAnswerJoined(AnswerJoined message) {
    message.handled().complete(Done.getInstance());
    Consumer<Boolean> answered = asked.remove(message.request());
    if (answered != null) {
      answered.accept(message.hadState());
    }
    return this;
  }

  private void answer(RestoreRequest request) {
    ObjectKey object = Frames.object(request.getAddress());
    String name = request.getAddress().getName();
    RestoreAnswer.Builder answer = RestoreAnswer.newBuilder().setRequest(request.getRequest());
    long room = identity.maxFrameBytes() / 2;
    for (CrdtHandle handle : scope.objects().table().ofObject(object)) {
      if (!name.isEmpty() && !handle.key().name().equals(name)) {
        continue;
      }
      Optional<Outbox.Snapshot> snapshot = snapshot(handle.key());
      if (snapshot.isEmpty()) {
        continue;
      }
      room -= snapshot.get().state().weight();
      if (room < 0 && answer.getUpdatesCount() > 0) {
        outbox.addFull(handle.key());
      } else {
        // A copy that never asked its own peers may lack what others have: it is joined, and does
        // not end the restore.
        boolean full = handle.published().restored();
        answer.addUpdates(Frames.update(new Outbox.Item(
            handle.key(), snapshot.get().state(), full, snapshot.get().version())));
        traffic.stateSent(object.function(), full);
      }
    }
    if (link != null) {
      link.send(Frames.restoreAnswer(answer.build()));
    }
    ship();
  }

  private Behavior<Command> onDetached(Detached message) {
    if (message.link() == link) {
      detach();
    }
    return this;
  }

  private Behavior<Command> onStopWaiting(StopWaiting message) {
    outbox.stopWaiting(message.action());
    return this;
  }

  private Behavior<Command> onTick() {
    if (link == null) {
      return this;
    }
    long silentMs = scope.clock().millis() - lastFrameMs;
    if (silentMs > 2 * scope.settings().peers().acceptablePause().toMillis()) {
      LOG.info("peer {} was silent for {} ms; dialling anew", identity, silentMs);
      link.close();
    } else {
      link.send(Frames.heartbeat(ownRow.getVersion()));
    }
    return this;
  }

  private Behavior<Command> onPostStop() {
    if (link != null) {
      link.close();
      detach();
    }
    return this;
  }

  private void detach() {
    link = null;
    outbox.streamLost();
    toldInFull.clear();
    asked.values().forEach(answered -> answered.accept(false));
    asked.clear();
  }

  private void ship() {
    while (link != null) {
      Optional<Outbox.Shipment> next = outbox.next(key -> snapshot(key).orElse(null));
      if (next.isEmpty()) {
        return;
      }
      send(link, next.get());
    }
  }

  private void send(StreamLink stream, Outbox.Shipment shipment) {
    Batch.Builder batch = Batch.newBuilder().setSequence(shipment.sequence());
    for (Outbox.Item item : shipment.items()) {
      batch.addUpdates(Frames.update(item));
      traffic.stateSent(item.key().object().function(), item.full());
    }
    Batch built = batch.build();
    if (built.getSerializedSize() + FRAME_OVERHEAD > identity.maxFrameBytes()) {
      LOG.error(
          "a batch of {} bytes with {} is larger than peer {} accepts ({} bytes) and stays unsent",
          built.getSerializedSize(),
          shipment.items().get(0).key(),
          identity,
          identity.maxFrameBytes());
      outbox.abandon(shipment.sequence());
      return;
    }
    traffic.batchSent(built.getSerializedSize());
    stream.send(Frames.batch(built));
  }

  private static final int FRAME_OVERHEAD = 16;

  private Optional<Outbox.Snapshot> snapshot(CrdtKey key) {
    CrdtHandle handle = scope.objects().table().get(key);
    if (handle == null || handle.published().state().isEmpty()) {
      return Optional.empty();
    }
    CrdtHandle.Published latest = handle.published();
    return Optional.of(new Outbox.Snapshot(latest.state(), latest.version()));
  }

  private boolean suspected() {
    return scope.clock().millis() - lastFrameMs
        > scope.settings().peers().acceptablePause().toMillis();
  }

  private Reachability reachability() {
    if (link == null) {
      return Reachability.UNREACHABLE;
    }
    return suspected() ? Reachability.SUSPECTED : Reachability.REACHABLE;
  }

  private NodeLabel label() {
    NodeInfo info = identity.info();
    return NodeLabel.newBuilder()
        .setNodeId(info.nodeId())
        .setName(info.name())
        .setAddress(info.address())
        .build();
  }

  /** Frames of an attached link come here. */
  static StreamLink.Receiver receiver(ActorRef<Command> peer) {
    return new StreamLink.Receiver() {
      @Override
      public void frame(StreamLink link, PeerFrame frame, CompletableFuture<Done> handled) {
        peer.tell(new Frame(link, frame, handled));
      }

      @Override
      public void closed(StreamLink link, @Nullable Throwable cause) {
        peer.tell(new Detached(link));
      }
    };
  }
}
