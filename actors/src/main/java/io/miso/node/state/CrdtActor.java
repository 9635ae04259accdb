package io.miso.node.state;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.StashBuffer;
import io.miso.crdt.Crdt;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Outcome.Reason;
import io.miso.node.operation.Outcome.Refused;
import io.miso.node.operation.Update;
import io.miso.node.state.Replication.Holders;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
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

  /** A peer is known to have the state of this version. */
  public record Acknowledged(NodeId peer, long version) implements Command {}

  /** Drops the copy where it is needed no more. */
  record Collect() implements Command {}

  /** Peers were asked about the name. */
  record Restored() implements Command {}

  /** The copy is no longer refreshed by peers: ask them before the next operation. */
  record Unrestore() implements Command {}

  record DebounceElapsed() implements Command {}

  private record Forgotten() implements Command {}

  /** The object of the CRDT, as the CRDT sees it. */
  interface Owner {

    /** Has the name restored; answered by {@link Restored}. */
    void askPeers();

    /** This copy is no more; what came for it since is handed over. */
    void dropped();

    /** Hands a command to whatever copy there is now. */
    void deliver(Command command);
  }

  /** Longer than anybody holds on to a reference between looking it up and sending to it. */
  private static final Duration FORWARDING = Duration.ofSeconds(10);

  static final Logger LOG = LoggerFactory.getLogger(CrdtActor.class);

  private final StashBuffer<Command> stash;
  private final CrdtCopy copy;
  private final Supplier<Holders> holders;
  private final Owner owner;

  static Behavior<Command> create(CrdtHandle handle, ObjectScope scope, Owner owner) {
    String function = handle.key().object().function();
    return Behaviors.supervise(Behaviors.<Command>setup(context -> Behaviors.withTimers(timers ->
            Behaviors.withStash(scope.settings().limits().stashedOperations(), stash -> {
              CrdtShell shell = new CrdtShell(context, timers, handle, scope.replication(), owner);
              CrdtCopy copy = new CrdtCopy(
                  handle.key(), handle.slot(), scope.copies(), handle.published(), shell);
              return new CrdtActor(stash, copy, () -> scope.replication().holders(function), owner)
                  .receive();
            }))))
        .onFailure(SupervisorStrategy.restart());
  }

  private CrdtActor(
      StashBuffer<Command> stash, CrdtCopy copy, Supplier<Holders> holders, Owner owner) {
    this.stash = stash;
    this.copy = copy;
    this.holders = holders;
    this.owner = owner;
  }

  private Behavior<Command> receive() {
    return Behaviors.receive(Command.class)
        .onMessage(Apply.class, this::onApply)
        .onMessage(Read.class, this::onRead)
        .onMessage(Join.class, this::onJoin)
        .onMessage(Flush.class, this::onFlush)
        .onMessage(IntervalChanged.class, message -> onIntervalChanged())
        .onMessage(Acknowledged.class, this::onAcknowledged)
        .onMessage(Collect.class, message -> onCollect())
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

  private Behavior<Command> onAcknowledged(Acknowledged message) {
    copy.acknowledged(message.peer(), message.version());
    return Behaviors.same();
  }

  private Behavior<Command> onCollect() {
    if (!copy.isDispensable(holders.get())) {
      return Behaviors.same();
    }
    owner.dropped();
    return Behaviors.withTimers(timers -> {
      timers.startSingleTimer(new Forgotten(), FORWARDING);
      return forwarding();
    });
  }

  /** Who looked this copy up before it was dropped may still send something. */
  private Behavior<Command> forwarding() {
    return Behaviors.receive(Command.class)
        .onMessage(Operation.class, this::onForwarded)
        .onMessage(Join.class, this::onForwarded)
        .onMessage(Flush.class, message -> {
          message.flushed().run();
          return Behaviors.same();
        })
        .onMessage(Forgotten.class, message -> Behaviors.stopped())
        .onAnyMessage(message -> Behaviors.same())
        .build();
  }

  private Behavior<Command> onForwarded(Command command) {
    owner.deliver(command);
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
}
