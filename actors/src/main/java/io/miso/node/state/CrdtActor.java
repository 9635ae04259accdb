package io.miso.node.state;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.StashBuffer;
import akka.actor.typed.javadsl.TimerScheduler;
import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.crdt.Mutation;
import io.miso.crdt.ReplicaId;
import io.miso.node.operation.Outcome;
import io.miso.node.operation.Outcome.Done;
import io.miso.node.operation.Outcome.Reason;
import io.miso.node.operation.Outcome.Refused;
import io.miso.node.operation.Update;
import io.miso.node.state.CrdtHandle.Published;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One CRDT. Answers operations from its state, joins what peers send, and owns the debounce timer: the first change starts it, its end
 * hands everything since to replication (the audit-time rule). An operation on a copy that peers were not asked about waits in a bounded
 * stash until they were.
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

  private final TimerScheduler<Command> timers;
  private final StashBuffer<Command> stash;
  private final CrdtHandle handle;
  private final ObjectScope scope;
  private final Runnable askPeers;
  private @Nullable Crdt<?> pending;
  private boolean asking;

  /**
   * @param askPeers asks the object to have the name restored; answered by {@link Restored}
   */
  static Behavior<Command> create(CrdtHandle handle, ObjectScope scope, Runnable askPeers) {
    return Behaviors.supervise(Behaviors.<Command>setup(context ->
            Behaviors.withTimers(timers -> Behaviors.withStash(
                scope.settings().limits().stashedOperations(),
                stash -> new CrdtActor(timers, stash, handle, scope, askPeers).start()))))
        .onFailure(SupervisorStrategy.restart());
  }

  private CrdtActor(
      TimerScheduler<Command> timers,
      StashBuffer<Command> stash,
      CrdtHandle handle,
      ObjectScope scope,
      Runnable askPeers) {
    this.timers = timers;
    this.stash = stash;
    this.handle = handle;
    this.scope = scope;
    this.askPeers = askPeers;
  }

  private Behavior<Command> start() {
    if (handle.published().version() > 0) {
      // A restart lost what was pending; the whole state says at least as much.
      addPending(handle.published().state());
    }
    return receive();
  }

  private Behavior<Command> receive() {
    return Behaviors.receive(Command.class)
        .onMessage(Apply.class, this::onApply)
        .onMessage(Read.class, this::onRead)
        .onMessage(Join.class, this::onJoin)
        .onMessage(Flush.class, this::onFlush)
        .onMessage(Restored.class, message -> onRestored())
        .onMessage(Unrestore.class, message -> onUnrestore())
        .onMessage(DebounceElapsed.class, message -> onDebounceElapsed())
        .onSignal(PreRestart.class, signal -> refuseStashed())
        .onSignal(PostStop.class, signal -> refuseStashed())
        .build();
  }

  private Behavior<Command> onApply(Apply apply) {
    Published before = handle.published();
    if (!before.restored()) {
      return restoreFirst(apply);
    }
    try {
      apply.reply().complete(new Done(change(before, apply.update())));
    } catch (UpdateRules.RefusedException e) {
      apply.reply().complete(e.refused());
    } catch (RuntimeException e) {
      apply.reply().completeExceptionally(e);
      throw e;
    }
    return Behaviors.same();
  }

  private Behavior<Command> onRead(Read read) {
    Published latest = handle.published();
    if (!latest.restored()) {
      return restoreFirst(read);
    }
    Optional<Refused> refused = foreignName();
    read.reply().complete(refused.isPresent() ? refused.get() : new Done(latest.state()));
    return Behaviors.same();
  }

  private Behavior<Command> onJoin(Join join) {
    Published before = handle.published();
    Crdt<?> joined = Crdt.join(before.state(), join.state());
    ReplicaId replica = before.replica();
    if (replica != null && Crdt.exceeds(join.state(), before.state(), replica)) {
      LOG.warn(
          "a peer has events of this copy of {} that it never wrote; it goes on under a fresh replica id",
          handle.key());
      replica = null;
    }
    if (!joined.equals(before.state())) {
      long version = before.version() + 1;
      publish(new Published(joined, before.restored(), version, version, replica));
    }
    join.receipt().joined();
    return Behaviors.same();
  }

  private Behavior<Command> onFlush(Flush flush) {
    send();
    flush.flushed().run();
    return Behaviors.same();
  }

  private Behavior<Command> onRestored() {
    asking = false;
    Published latest = handle.published();
    publish(new Published(
        latest.state(), true, latest.version(), latest.joinedVersion(), latest.replica()));
    return stash.unstashAll(receive());
  }

  private Behavior<Command> onUnrestore() {
    Published latest = handle.published();
    publish(new Published(
        latest.state(), false, latest.version(), latest.joinedVersion(), latest.replica()));
    return Behaviors.same();
  }

  private Behavior<Command> onDebounceElapsed() {
    send();
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

  private Behavior<Command> restoreFirst(Operation operation) {
    if (!asking) {
      asking = true;
      askPeers.run();
    }
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

  private Crdt<?> change(Published before, Update update) throws UpdateRules.RefusedException {
    CrdtType type = handle.key().type();
    if (!UpdateRules.accepts(before.state(), update)) {
      throw new UpdateRules.RefusedException(UpdateRules.notOf(type));
    }
    boolean writes = UpdateRules.writes(update);
    boolean owned = writes ? handle.slot().claim(type) : handle.slot().answersFor(type);
    if (!owned && !(update instanceof Update.Delete)) {
      throw new UpdateRules.RefusedException(handle.otherType());
    }
    ReplicaId replica =
        before.replica() == null && writes ? scope.births().next() : before.replica();
    try {
      Mutation<? extends Crdt<?>> mutation =
          scope.rules().apply(before.state(), update, replica == null ? UNWRITTEN : replica);
      boolean changed = !mutation.delta().isEmpty();
      if (changed) {
        publish(new Published(
            mutation.state(), true, before.version() + 1, before.joinedVersion(), replica));
        addPending(mutation.delta());
      }
      return mutation.state();
    } finally {
      handle.slot().note(type, handle.published().state().isLive());
    }
  }

  /** For updates that write no event of their own. */
  private static final ReplicaId UNWRITTEN = new ReplicaId(0, 0, 1);

  private void publish(Published latest) {
    boolean first = handle.published().version() == 0 && latest.version() > 0;
    handle.publish(latest);
    if (first) {
      scope.replication().held(handle.key().object().function());
    }
    if (handle.slot().note(handle.key().type(), latest.state().isLive())) {
      List<String> types = handle.slot().types().stream().map(CrdtType::label).toList();
      LOG.warn(
          "two types were created under one name on nodes that did not reach each other: '{}' of {} is {}; "
              + "operations on the {} are answered on every node, others are refused, and deleting the name takes all",
          handle.key().name(),
          handle.key().object(),
          String.join(" and ", types),
          types.get(0));
    }
  }

  private void addPending(Crdt<?> delta) {
    pending = pending == null ? delta : Crdt.join(pending, delta);
    Duration interval = scope.settings().replication().interval();
    if (interval.isZero()) {
      send();
    } else if (!timers.isTimerActive(DebounceElapsed.class)) {
      timers.startSingleTimer(DebounceElapsed.class, new DebounceElapsed(), interval);
    }
  }

  private void send() {
    timers.cancel(DebounceElapsed.class);
    if (pending != null) {
      scope.replication().publish(handle.key(), pending);
      pending = null;
    }
  }

  private Optional<Refused> foreignName() {
    return handle.slot().answersFor(handle.key().type())
        ? Optional.empty()
        : Optional.of(handle.otherType());
  }
}
