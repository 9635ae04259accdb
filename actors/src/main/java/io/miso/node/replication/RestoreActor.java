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
import java.time.Duration;
import java.util.function.Consumer;

/** Runs one {@link Restore}, after the first discovery round: its timer, and its way to the actors of the holders. */
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
  private final Restore restore;

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
    this.restore = new Restore(scope.settings().restore().timeout(), new Shell());
    context.pipeToSelf(scope.firstRound(), (done, error) -> new FirstRoundOver());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(FirstRoundOver.class, message -> onFirstRoundOver())
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(TimedOut.class, message -> onTimedOut())
        .build();
  }

  private Behavior<Command> onFirstRoundOver() {
    restore.begin(scope.directory().view().holdingPeers(object.function()).stream()
        .filter(node -> table.get(node) != null)
        .toList());
    return next();
  }

  private Behavior<Command> onAnswered(Answered answered) {
    restore.answered(answered.hadState());
    return next();
  }

  private Behavior<Command> onTimedOut() {
    restore.deadlinePassed();
    return next();
  }

  private Behavior<Command> next() {
    return restore.isOver() ? Behaviors.stopped() : this;
  }

  /** Performs what the restore decides. */
  private final class Shell implements Restore.Effects {
    @Override
    public void startDeadline(Duration timeout) {
      timers.startSingleTimer(new TimedOut(), timeout);
    }

    @Override
    public void ask(NodeId holder) {
      ActorRef<Command> self = getContext().getSelf();
      Consumer<Boolean> answered = hadState -> self.tell(new Answered(hadState));
      ActorRef<PeerActor.Command> peer = table.get(holder);
      if (peer == null) {
        answered.accept(false);
      } else {
        peer.tell(new PeerActor.Ask(object, name, answered));
      }
    }

    @Override
    public void proceed() {
      proceed.run();
    }
  }
}
