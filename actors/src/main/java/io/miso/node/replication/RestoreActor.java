package io.miso.node.replication;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.ObjectKey;
import java.util.ArrayList;
import java.util.List;

/**
 * One restore: waits for the first discovery round, asks every reachable holder at once, and lets the object proceed after the first
 * full state, the last answer or the timeout. A state that comes later is joined all the same, by the peer's actor.
 */
final class RestoreActor extends AbstractBehavior<RestoreActor.Command> {

  sealed interface Command {}

  private record FirstRoundOver() implements Command {}

  private record Answered(boolean hadState) implements Command {}

  private record TimedOut() implements Command {}

  private final PeerScope scope;
  private final PeerTable table;
  private final TimerScheduler<Command> timers;
  private final ObjectKey object;
  private final String name;
  private final Runnable proceed;
  private int open;

  static Behavior<Command> create(
      PeerScope scope, PeerTable table, ObjectKey object, String name, Runnable proceed) {
    return Behaviors.setup(context -> Behaviors.withTimers(
        timers -> new RestoreActor(context, timers, scope, table, object, name, proceed)));
  }

  private RestoreActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      PeerScope scope,
      PeerTable table,
      ObjectKey object,
      String name,
      Runnable proceed) {
    super(context);
    this.scope = scope;
    this.table = table;
    this.timers = timers;
    this.object = object;
    this.name = name;
    this.proceed = proceed;
    context.pipeToSelf(scope.firstRound(), (done, error) -> new FirstRoundOver());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(FirstRoundOver.class, message -> onFirstRoundOver())
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(TimedOut.class, message -> finish())
        .build();
  }

  private Behavior<Command> onFirstRoundOver() {
    List<ActorRef<PeerActor.Command>> holders = holders();
    if (holders.isEmpty()) {
      return finish();
    }
    open = holders.size();
    timers.startSingleTimer(new TimedOut(), scope.settings().restore().timeout());
    ActorRef<Command> self = getContext().getSelf();
    for (ActorRef<PeerActor.Command> holder : holders) {
      holder.tell(new PeerActor.Ask(object, name, hadState -> self.tell(new Answered(hadState))));
    }
    return this;
  }

  private Behavior<Command> onAnswered(Answered answered) {
    open--;
    return answered.hadState() || open == 0 ? finish() : this;
  }

  private Behavior<Command> finish() {
    proceed.run();
    return Behaviors.stopped();
  }

  private List<ActorRef<PeerActor.Command>> holders() {
    List<ActorRef<PeerActor.Command>> holders = new ArrayList<>();
    for (NodeId node : scope.directory().view().holdingPeers(object.function())) {
      ActorRef<PeerActor.Command> peer = table.get(node);
      if (peer != null) {
        holders.add(peer);
      }
    }
    return holders;
  }
}
