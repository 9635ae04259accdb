package io.miso.node.replication;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.miso.crdt.Crdt;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.Goodbye;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.codec.MalformedStateException;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.SyncResult.NodeInfo;
import io.miso.node.state.CrdtActor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds the conversation with one {@link Peer}: hands it what this node's actors and the peer's frames say, and has what the peer sent
 * merged or joined before it counts. Lives as long as the peer is known.
 */
public final class PeerActor extends AbstractBehavior<PeerActor.Command> {

  /** What the actor is told. */
  public sealed interface Command {}

  /** A delta for this peer, and when the first local update in it was, by the steady clock. */
  record Enqueue(CrdtKey key, Crdt<?> delta, long sinceMs) implements Command {}

  /** A stream passed the handshake; it replaces the one before. */
  record Attached(PeerIdentity identity, StreamLink link) implements Command {}

  /** This node's own row changed. */
  record OwnRow(FunctionRow row) implements Command {}

  /** Tells the peer about other nodes. */
  record Introduce(PeerFrame knownNodes) implements Command {}

  /** Answers once the peer has what this node holds of the object now, or cannot be reached. */
  record Sync(ObjectKey object, Consumer<SyncAnswer> reply, CompletableFuture<Void> cancelled)
      implements Command {}

  /** Asks the peer for what it holds; the answer says whether it had anything, after it was joined. */
  record Ask(ObjectKey object, String name, Consumer<Boolean> answered) implements Command {}

  /** Runs the action, which must only send a message, once what waits and is covered is acknowledged or the peer cannot be reached. */
  record Drain(Predicate<CrdtKey> covers, Runnable drained) implements Command {}

  record GetStatus(CompletableFuture<PeerStatus> reply) implements Command {}

  /** The peer is gone for good. */
  record Stop() implements Command {}

  /**
   * How a sync went with this peer.
   *
   * @param acknowledged false where it could not be reached, from the start or before it acknowledged
   */
  record SyncAnswer(NodeInfo node, boolean acknowledged) {}

  private record Frame(StreamLink link, PeerFrame frame, Runnable handled) implements Command {}

  private record Detached(StreamLink link) implements Command {}

  /** What a frame brought is merged or joined, so that the frame counts. */
  private record Counted(Frame frame) implements Command {}

  private record StopWaiting(Consumer<Boolean> over) implements Command {}

  private record Tick() implements Command {}

  private record Wake() implements Command {}

  private final PeerScope scope;
  private final PeersActor.Listeners listeners;
  private final PeerTraffic traffic;
  private final IncomingStates incoming;
  private final Peer peer;

  static Behavior<Command> create(
      PeerScope scope, PeerIdentity identity, PeersActor.Listeners listeners) {
    return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
      timers.startTimerWithFixedDelay(new Tick(), scope.settings().peers().heartbeatInterval());
      return new PeerActor(context, timers, scope, identity, listeners);
    }));
  }

  private PeerActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      PeerScope scope,
      PeerIdentity identity,
      PeersActor.Listeners listeners) {
    super(context);
    this.scope = scope;
    this.listeners = listeners;
    this.traffic = new PeerTraffic(scope.settings().limits().functions());
    this.incoming = new IncomingStates(scope.objects(), traffic);
    Peer.Effects effects = new Peer.Effects() {
      @Override
      public void wakeAfter(long ms) {
        timers.startSingleTimer(new Wake(), Duration.ofMillis(ms));
      }

      @Override
      public int peers() {
        return scope.peers().getAsInt();
      }

      @Override
      public void acknowledged(CrdtKey key, long version) {
        scope.objects().tell(key, new CrdtActor.Acknowledged(identity.id(), version));
      }
    };
    this.peer = new Peer(
        scope.settings(),
        identity,
        scope.directory()::view,
        Copies.in(scope.objects().table()),
        traffic,
        effects);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(
            Enqueue.class, m -> after(() -> peer.enqueue(m.key(), m.delta(), m.sinceMs(), now())))
        .onMessage(Attached.class, m -> after(() -> peer.attached(m.identity(), m.link(), now())))
        .onMessage(OwnRow.class, m -> after(() -> peer.ownRow(m.row(), now())))
        .onMessage(Introduce.class, m -> after(() -> peer.send(m.knownNodes())))
        .onMessage(Sync.class, this::onSync)
        .onMessage(Ask.class, m -> after(() -> peer.ask(m.object(), m.name(), m.answered(), now())))
        .onMessage(Drain.class, m -> after(() -> peer.drain(m.covers(), m.drained(), now())))
        .onMessage(GetStatus.class, m -> after(() -> m.reply().complete(peer.status(now()))))
        .onMessage(Stop.class, message -> Behaviors.stopped())
        .onMessage(Frame.class, this::onFrame)
        .onMessage(Detached.class, this::onDetached)
        .onMessage(Counted.class, m -> after(() -> count(m.frame())))
        .onMessage(StopWaiting.class, m -> after(() -> peer.stopWaiting(m.over())))
        .onMessage(Tick.class, m -> after(() -> peer.tick(now())))
        .onMessage(Wake.class, m -> after(() -> peer.wake(now())))
        .onSignal(PostStop.class, signal -> onPostStop())
        .build();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // sending a message does not fail
  private Behavior<Command> onSync(Sync sync) {
    NodeInfo info = peer.identity().info();
    Consumer<Boolean> over = had -> sync.reply().accept(new SyncAnswer(info, had));
    ActorRef<Command> self = getContext().getSelf();
    peer.sync(sync.object(), over, now());
    sync.cancelled().whenComplete((done, error) -> self.tell(new StopWaiting(over)));
    return this;
  }

  private Behavior<Command> onFrame(Frame message) {
    if (!peer.uses(message.link())) {
      message.handled().run();
      return this;
    }
    peer.heard(message.frame(), now());
    try {
      merge(message);
    } catch (MalformedStateException e) {
      message.handled().run();
      malformed(message.link(), e);
    }
    return this;
  }

  private static void malformed(StreamLink link, MalformedStateException e) {
    link.end(
        Frames.goodbye(Goodbye.Reason.MALFORMED, String.valueOf(e.getMessage())),
        new PeerFaultException("sent a malformed state (" + e.getMessage() + ")"));
  }

  /** Has what the frame brings merged or joined. A row that is merged counts in every flush, so nothing falls between. */
  private void merge(Frame message) throws MalformedStateException {
    ActorRef<Command> self = getContext().getSelf();
    Runnable counted = () -> self.tell(new Counted(message));
    PeerFrame frame = message.frame();
    switch (frame.getFrameCase()) {
      case FUNCTION_ROW, FUNCTION_TABLE ->
        scope.rows().received(peer.identity().id(), frame, counted);
      case BATCH -> {
        traffic.batchReceived(frame.getBatch().getSerializedSize());
        incoming.join(frame.getBatch().getUpdatesList(), counted);
      }
      case RESTORE_ANSWER -> incoming.join(frame.getRestoreAnswer().getUpdatesList(), counted);
      default -> count(message);
    }
  }

  private Behavior<Command> onDetached(Detached message) {
    if (peer.uses(message.link())) {
      peer.detached();
    }
    return this;
  }

  private void count(Frame message) {
    message.handled().run();
    if (!peer.uses(message.link())) {
      return;
    }
    PeerFrame frame = message.frame();
    try {
      if (!frame.hasFunctionRow()
          || !scope.directory().view().isGone(peer.identity().id())) {
        peer.take(frame, now());
      }
    } catch (MalformedStateException e) {
      malformed(message.link(), e);
      return;
    }
    switch (frame.getFrameCase()) {
      case FUNCTION_ROW -> listeners.rowReceived().accept(peer.identity());
      case HEARTBEAT -> scope.rows().alive(peer.identity().id());
      case KNOWN_NODES -> listeners.introduced().accept(frame.getKnownNodes());
      case GOODBYE -> {
        if (frame.getGoodbye().getForGood()) {
          listeners.departed().accept(peer.identity());
        }
        message.link().close();
      }
      default -> {
        // Of no concern to the overlay.
      }
    }
  }

  private Behavior<Command> onPostStop() {
    peer.close();
    return this;
  }

  private Behavior<Command> after(Runnable action) {
    action.run();
    return this;
  }

  private long now() {
    return scope.clock().steadyMillis();
  }

  /** Frames of an attached link come here. */
  static StreamLink.Receiver receiver(ActorRef<Command> peer) {
    return new StreamLink.Receiver() {
      @Override
      public void frame(StreamLink link, PeerFrame frame, CompletableFuture<Done> handled) {
        peer.tell(new Frame(link, frame, () -> handled.complete(Done.getInstance())));
      }

      @Override
      public void closed(StreamLink link, @Nullable Throwable cause) {
        peer.tell(new Detached(link));
      }
    };
  }
}
