package io.miso.node.replication;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.KnownNodes;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.SyncResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The actor {@code peers}: starts and stops the peers' actors, and the short-lived ones of restores and syncs. */
public final class PeersActor extends AbstractBehavior<PeersActor.Command> {

  /** What the actor is told. */
  public sealed interface Command {}

  /** A stream to a peer passed the handshake; the action, which must only send a message, runs once its frames are taken. */
  public record Attach(PeerIdentity identity, StreamLink link, Runnable attached)
      implements Command {}

  /** A peer is gone for good. */
  public record Remove(NodeId node) implements Command {}

  /** This node's own row changed. */
  public record OwnRow(FunctionRow row) implements Command {}

  /** Tells every peer about nodes. */
  public record Introduce(PeerFrame knownNodes) implements Command {}

  /** See {@link io.miso.node.state.Replication#restore}. */
  record Restore(ObjectKey object, String name, Runnable proceed) implements Command {}

  /** See {@link io.miso.node.operation.NodeOperations#sync}. */
  public record Sync(ObjectKey object, Duration timeout, CompletableFuture<SyncResult> reply)
      implements Command {}

  /**
   * Who hears of what peers say about the overlay; called from actors' threads.
   *
   * @param rowReceived a peer's row is merged
   * @param introduced a peer knows of nodes
   * @param departed a peer said goodbye for good
   */
  public record Listeners(
      Consumer<PeerIdentity> rowReceived,
      Consumer<KnownNodes> introduced,
      Consumer<PeerIdentity> departed) {}

  /** Answers once every reachable peer acknowledged what waits for it and is covered. */
  public record Drain(Predicate<CrdtKey> covers, CompletableFuture<Void> reply)
      implements Command {}

  /** Has what is pending of a function go out; the action, which must only send a message, runs once every reachable peer has it. */
  public record HandOver(String function, Runnable handedOver) implements Command {}

  /** Answers how things stand with each peer, by node id. */
  public record GetStatus(CompletableFuture<List<PeerStatus>> reply) implements Command {}

  private record SyncOver() implements Command {}

  private final PeerScope scope;
  private final PeerTable table;
  private final Listeners listeners;
  private long started;
  private int syncs;

  public static Behavior<Command> create(PeerScope scope, PeerTable table, Listeners listeners) {
    return Behaviors.setup(context -> new PeersActor(context, scope, table, listeners));
  }

  private PeersActor(
      ActorContext<Command> context, PeerScope scope, PeerTable table, Listeners listeners) {
    super(context);
    this.scope = scope;
    this.table = table;
    this.listeners = listeners;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Attach.class, this::onAttach)
        .onMessage(Remove.class, this::onRemove)
        .onMessage(OwnRow.class, this::onOwnRow)
        .onMessage(Introduce.class, this::onIntroduce)
        .onMessage(Restore.class, this::onRestore)
        .onMessage(Sync.class, this::onSync)
        .onMessage(Drain.class, this::onDrain)
        .onMessage(HandOver.class, this::onHandOver)
        .onMessage(GetStatus.class, this::onGetStatus)
        .onMessage(SyncOver.class, message -> onSyncOver())
        .build();
  }

  private Behavior<Command> onAttach(Attach message) {
    NodeId id = message.identity().id();
    @Nullable ActorRef<PeerActor.Command> peer = table.get(id);
    if (peer == null) {
      peer = getContext()
          .spawn(
              Behaviors.supervise(PeerActor.create(scope, message.identity(), listeners))
                  .onFailure(SupervisorStrategy.stop()),
              "peer-" + started++);
      getContext().watchWith(peer, new Remove(id));
    }
    table.put(message.identity(), peer);
    peer.tell(new PeerActor.Attached(message.identity(), message.link()));
    message.link().handTo(PeerActor.receiver(peer));
    message.attached().run();
    return this;
  }

  private Behavior<Command> onRemove(Remove message) {
    @Nullable ActorRef<PeerActor.Command> peer = table.remove(message.node());
    if (peer != null) {
      getContext().unwatch(peer);
      peer.tell(new PeerActor.Stop());
    }
    return this;
  }

  private Behavior<Command> onOwnRow(OwnRow message) {
    table.all().values().forEach(peer -> peer.tell(new PeerActor.OwnRow(message.row())));
    return this;
  }

  private Behavior<Command> onIntroduce(Introduce message) {
    table.all().values().forEach(peer -> peer.tell(new PeerActor.Introduce(message.knownNodes())));
    return this;
  }

  private Behavior<Command> onRestore(Restore message) {
    getContext()
        .spawn(
            RestoreActor.create(scope, table, message.object(), message.name(), message.proceed()),
            "restore-" + started++);
    return this;
  }

  private Behavior<Command> onSync(Sync message) {
    if (syncs >= scope.settings().limits().syncs()) {
      message
          .reply()
          .completeExceptionally(
              new TooManySyncsException(syncs + " syncs are under way on this node, the limit"));
      return this;
    }
    syncs++;
    ActorRef<SyncActor.Command> sync =
        getContext().spawn(SyncActor.create(scope, table, message), "sync-" + started++);
    getContext().watchWith(sync, new SyncOver());
    return this;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // completing the reply does not fail
  private Behavior<Command> onDrain(Drain message) {
    List<CompletableFuture<Void>> drained = new ArrayList<>();
    for (ActorRef<PeerActor.Command> peer : table.all().values()) {
      CompletableFuture<Void> one = new CompletableFuture<>();
      drained.add(one);
      peer.tell(new PeerActor.Drain(message.covers(), () -> one.complete(null)));
    }
    CompletableFuture.allOf(drained.toArray(CompletableFuture[]::new))
        .thenRun(() -> message.reply().complete(null));
    return this;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // sending a message does not fail
  private Behavior<Command> onHandOver(HandOver message) {
    CompletableFuture<Void> drained = new CompletableFuture<>();
    drained.thenRun(message.handedOver());
    Drain drain = new Drain(key -> key.object().function().equals(message.function()), drained);
    ActorRef<Command> self = getContext().getSelf();
    scope.objects().flush(message.function()).thenRun(() -> self.tell(drain));
    return this;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // completing the reply does not fail
  private Behavior<Command> onGetStatus(GetStatus message) {
    List<CompletableFuture<PeerStatus>> statuses = new ArrayList<>();
    for (ActorRef<PeerActor.Command> peer : table.all().values()) {
      CompletableFuture<PeerStatus> status = new CompletableFuture<>();
      statuses.add(status);
      peer.tell(new PeerActor.GetStatus(status));
    }
    CompletableFuture.allOf(statuses.toArray(CompletableFuture[]::new))
        .thenRun(() -> message
            .reply()
            .complete(statuses.stream().map(CompletableFuture::join).toList()));
    return this;
  }

  private Behavior<Command> onSyncOver() {
    syncs--;
    return this;
  }

  /** The limit of syncs under way is reached. */
  public static final class TooManySyncsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManySyncsException(String message) {
      super(message, null, false, false);
    }
  }
}
