package io.miso.node.replication;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.SyncResult;
import io.miso.node.operation.SyncResult.NodeInfo;
import io.miso.node.replication.PeerActor.SyncAnswer;
import io.miso.node.state.CrdtActor;
import io.miso.node.state.CrdtHandle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One sync: has pending changes of the object flushed, then waits for every interested peer, until it acknowledged or can no longer be
 * reached. It does not wait for the return of a peer whose stream broke.
 */
final class SyncActor extends AbstractBehavior<SyncActor.Command> {

  sealed interface Command {}

  private record Flushed() implements Command {}

  private record Answered(NodeId node, SyncAnswer answer) implements Command {}

  /** The peer's actor ended, with what it was asked or before. */
  private record PeerForgotten(NodeId node) implements Command {}

  private record TimedOut() implements Command {}

  private final PeerScope scope;
  private final PeerTable table;
  private final PeersActor.Sync sync;
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final Map<NodeId, NodeInfo> waiting = new LinkedHashMap<>();
  private final List<NodeInfo> acknowledged = new ArrayList<>();
  private final List<NodeInfo> unreachable = new ArrayList<>();
  private int unflushed;

  static Behavior<Command> create(PeerScope scope, PeerTable table, PeersActor.Sync sync) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> new SyncActor(context, timers, scope, table, sync)));
  }

  private SyncActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      PeerScope scope,
      PeerTable table,
      PeersActor.Sync sync) {
    super(context);
    this.scope = scope;
    this.table = table;
    this.sync = sync;
    timers.startSingleTimer(new TimedOut(), sync.timeout());
    List<CrdtHandle> handles = scope.objects().table().ofObject(sync.object());
    unflushed = handles.size() + 1;
    ActorRef<Command> self = context.getSelf();
    for (CrdtHandle handle : handles) {
      handle.actor().tell(new CrdtActor.Flush(() -> self.tell(new Flushed())));
    }
    self.tell(new Flushed());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Flushed.class, message -> onFlushed())
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(PeerForgotten.class, this::onPeerForgotten)
        .onMessage(TimedOut.class, message -> onTimedOut())
        .build();
  }

  private Behavior<Command> onFlushed() {
    if (--unflushed > 0) {
      return this;
    }
    ActorRef<Command> self = getContext().getSelf();
    for (NodeId node : targets()) {
      @Nullable ActorRef<PeerActor.Command> peer = table.get(node);
      if (peer == null) {
        unreachable.add(described(node));
        continue;
      }
      waiting.put(node, described(node));
      getContext().watchWith(peer, new PeerForgotten(node));
      peer.tell(
          new PeerActor.Sync(sync.object(), answer -> self.tell(new Answered(node, answer)), over));
    }
    return waiting.isEmpty() ? finish() : this;
  }

  private Behavior<Command> onAnswered(Answered answered) {
    if (waiting.remove(answered.node()) != null) {
      (answered.answer().acknowledged() ? acknowledged : unreachable)
          .add(answered.answer().node());
    }
    return waiting.isEmpty() ? finish() : this;
  }

  private Behavior<Command> onPeerForgotten(PeerForgotten forgotten) {
    NodeInfo node = waiting.remove(forgotten.node());
    if (node != null) {
      unreachable.add(node);
    }
    return waiting.isEmpty() ? finish() : this;
  }

  /** Who was not even asked, because changes here were not flushed in time, is missing as well. */
  private Behavior<Command> onTimedOut() {
    if (unflushed > 0) {
      targets().forEach(node -> waiting.put(node, described(node)));
    }
    return finish();
  }

  private List<NodeId> targets() {
    return scope.directory().view().interestedPeers(sync.object().function());
  }

  private Behavior<Command> finish() {
    over.complete(null);
    sync.reply()
        .complete(new SyncResult(
            sorted(acknowledged), sorted(List.copyOf(waiting.values())), sorted(unreachable)));
    return Behaviors.stopped();
  }

  private NodeInfo described(NodeId node) {
    @Nullable PeerIdentity identity = table.identity(node);
    return identity == null ? new NodeInfo(node.hex(), "", "") : identity.info();
  }

  private static List<NodeInfo> sorted(List<NodeInfo> nodes) {
    return nodes.stream().sorted(Comparator.comparing(NodeInfo::nodeId)).toList();
  }
}
