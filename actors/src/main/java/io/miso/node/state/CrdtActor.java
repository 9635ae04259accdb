package io.miso.node.state;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.StashBuffer;
import akka.actor.typed.javadsl.TimerScheduler;
import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Outcome.Reason;
import io.miso.node.operation.Outcome.Refused;
import io.miso.node.operation.Update;
import io.miso.node.state.CrdtHandle.Published;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One CRDT: the mailbox, timer, stash and supervision of a {@link CrdtCopy}. An operation on a copy that peers were not asked about waits in
 * the bounded stash until they were.
 *
 * <p>The state lives in the {@link CrdtHandle}, so that a restart after a failure goes on with everything that was acknowledged.
 */
public final class CrdtActor {

  /** What the actor is told. */
  public sealed interface Command {}

  /** Applies a local update. */
  public record Apply(Update update, CompletableFuture<Outcome> reply) implements Operation {}

  /** Reads the state; waits for a restore where one is due. */
  public record Read(CompletableFuture<Outcome> reply) implements Operation {}

  /** Joins a state or delta of a peer. */
  public record Join(Crdt<?> state, JoinReceipt receipt) implements Command {}

  /** Hands pending changes to replication now, then runs the action, which must only send a message. */
  public record Flush(Runnable flushed) implements Command {}

  /** The CRDT has another debounce interval now. */
  public record IntervalChanged() implements Command {}

  /** A command with an outcome. */
  public sealed interface Operation extends Command {
    CompletableFuture<Outcome> reply();
  }

  /** Peers were asked about the name. */
  record Restored() implements Command {}

  /** The copy is no longer refreshed by peers: ask them before the next operation. */
  record Unrestore() implements Command {}

  private record DebounceElapsed() implements Command {}

  private static final Logger LOG = LoggerFactory.getLogger(CrdtActor.class);

  private final StashBuffer<Command> stash;
  private final CrdtCopy copy;

  /**
   * @param askPeers asks the object to have the name restored; answered by {@link Restored}
   */
  static Behavior<Command> create(CrdtHandle handle, ObjectScope scope, Runnable askPeers) {
    return Behaviors.supervise(Behaviors.<Command>setup(context -> Behaviors.withTimers(timers ->
            Behaviors.withStash(scope.settings().limits().stashedOperations(), stash -> {
              Shell shell = new Shell(context, timers, handle, scope.replication(), askPeers);
              CrdtCopy copy = new CrdtCopy(
                  handle.key(), handle.slot(), scope.copies(), handle.published(), shell);
              return new CrdtActor(stash, copy).receive();
            }))))
        .onFailure(SupervisorStrategy.restart());
  }

  private CrdtActor(StashBuffer<Command> stash, CrdtCopy copy) {
    this.stash = stash;
    this.copy = copy;
  }

  private Behavior<Command> receive() {
    return Behaviors.receive(Command.class)
        .onMessage(Apply.class, this::onApply)
        .onMessage(Read.class, this::onRead)
        .onMessage(Join.class, this::onJoin)
        .onMessage(Flush.class, this::onFlush)
        .onMessage(IntervalChanged.class, message -> onIntervalChanged())
        .onMessage(Restored.class, message -> onRestored())
        .onMessage(Unrestore.class, message -> onUnrestore())
        .onMessage(DebounceElapsed.class, message -> onDebounceElapsed())
        .onSignal(PreRestart.class, signal -> refuseStashed())
        .onSignal(PostStop.class, signal -> refuseStashed())
        .build();
  }

  private Behavior<Command> onApply(Apply apply) {
    if (!copy.ready()) {
      return untilRestored(apply);
    }
    try {
      apply.reply().complete(copy.apply(apply.update()));
    } catch (RuntimeException e) {
      apply.reply().completeExceptionally(e);
      throw e;
    }
    return Behaviors.same();
  }

  private Behavior<Command> onRead(Read read) {
    if (!copy.ready()) {
      return untilRestored(read);
    }
    read.reply().complete(copy.read());
    return Behaviors.same();
  }

  private Behavior<Command> onJoin(Join join) {
    copy.join(join.state());
    join.receipt().joined();
    return Behaviors.same();
  }

  private Behavior<Command> onFlush(Flush flush) {
    copy.flush();
    flush.flushed().run();
    return Behaviors.same();
  }

  private Behavior<Command> onIntervalChanged() {
    copy.intervalChanged();
    return Behaviors.same();
  }

  private Behavior<Command> onRestored() {
    copy.restored();
    return stash.unstashAll(receive());
  }

  private Behavior<Command> onUnrestore() {
    copy.unrestore();
    return Behaviors.same();
  }

  private Behavior<Command> onDebounceElapsed() {
    copy.debounceElapsed();
    return Behaviors.same();
  }

  /** Whoever waits is answered, since what is stashed does not outlive this instance. */
  private Behavior<Command> refuseStashed() {
    Refused refused = new Refused(
        Reason.UNAVAILABLE, "", "the CRDT was restarted, or this node is leaving; try again");
    stash.forEach(waiting -> ((Operation) waiting).reply().complete(refused));
    stash.clear();
    return Behaviors.same();
  }

  private Behavior<Command> untilRestored(Operation operation) {
    if (stash.isFull()) {
      operation
          .reply()
          .complete(new Refused(
              Reason.LIMIT,
              "",
              stash.capacity() + " operations wait for this CRDT to be restored; try again"));
    } else {
      stash.stash(operation);
    }
    return Behaviors.same();
  }

  /** Performs what the copy decides. */
  private static final class Shell implements CrdtCopy.Effects {
    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final CrdtHandle handle;
    private final Replication replication;
    private final Runnable askPeers;

    private Shell(
        ActorContext<Command> context,
        TimerScheduler<Command> timers,
        CrdtHandle handle,
        Replication replication,
        Runnable askPeers) {
      this.context = context;
      this.timers = timers;
      this.handle = handle;
      this.replication = replication;
      this.askPeers = askPeers;
    }

    @Override
    public void publish(Published latest) {
      handle.publish(latest);
    }

    @Override
    public void held() {
      replication.held(handle.key().object().function());
    }

    @Override
    public void send(Crdt<?> delta) {
      replication.publish(handle.key(), delta);
    }

    /** Behind what is in the mailbox, an interval of zero lets that join the delta first. */
    @Override
    public void startDebounce(Duration interval) {
      if (interval.isZero()) {
        context.getSelf().tell(new DebounceElapsed());
      } else {
        timers.startSingleTimer(DebounceElapsed.class, new DebounceElapsed(), interval);
      }
    }

    /** A message of an interval of zero that is under way already finds nothing to send, or sends a little early. */
    @Override
    public void stopDebounce() {
      timers.cancel(DebounceElapsed.class);
    }

    @Override
    public void askPeers() {
      askPeers.run();
    }

    @Override
    public void conflict(List<CrdtType> types) {
      List<String> labels = types.stream().map(CrdtType::label).toList();
      LOG.warn(
          "two types were created under one name on nodes that did not reach each other: '{}' of {} is {}; "
              + "operations on the {} are answered on every node, others are refused, and deleting the name takes all",
          handle.key().name(),
          handle.key().object(),
          String.join(" and ", labels),
          labels.get(0));
    }

    @Override
    public void impersonated() {
      LOG.warn(
          "a peer has events of this copy of {} that it never wrote; it goes on under a fresh replica id",
          handle.key());
    }
  }
}
