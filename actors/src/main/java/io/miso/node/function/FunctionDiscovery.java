package io.miso.node.function;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.node.function.OwnRow.Registration;
import io.miso.node.identity.NodeId;
import io.miso.node.settings.NodeSettings;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The function discovery actor: writes this node's row, merges the rows of peers and publishes both as a {@link FunctionView}.
 */
public final class FunctionDiscovery extends AbstractBehavior<FunctionDiscovery.Command> {

  /** What the actor is told. */
  public sealed interface Command {}

  /** A function was called here for the first time since its lease ended. */
  record Used(String function) implements Command {}

  /** State of a function came into being here. */
  public record Held(String function) implements Command {}

  /** Answers true where the instance was new; fails with {@link RegistrationLimitException} at a limit. */
  public record Register(
      String function, String pod, String nodeName, String nodeIp, CompletableFuture<Boolean> reply)
      implements Command {}

  /** Answers true where the instance was known. */
  public record Unregister(String function, String pod, CompletableFuture<Boolean> reply)
      implements Command {}

  /** The row of a peer arrived; the action, which must only send a message, runs once it counts. */
  public record PeerRow(NodeId node, FunctionRow row, Runnable merged) implements Command {}

  /** A peer is gone for good. */
  public record Forget(NodeId node) implements Command {}

  private record CheckLeases() implements Command {}

  /** The limit of functions of this node, or of instances of one function on it, is reached. */
  public static final class RegistrationLimitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RegistrationLimitException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Who is told of changes; called from the actor's thread.
   *
   * @param rowChanged this node's row has a new version
   * @param ended the last lease of a function on this node ended
   */
  public record Listeners(Consumer<FunctionRow> rowChanged, Consumer<String> ended) {}

  private final FunctionUses uses;
  private final FunctionDirectory directory;
  private final NodeId self;
  private final NodeSettings settings;
  private final Listeners listeners;
  private final OwnRow own;

  public static Behavior<Command> create(
      NodeId self,
      long incarnation,
      NodeSettings settings,
      FunctionUses uses,
      FunctionDirectory directory,
      Listeners listeners) {
    return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
      timers.startTimerWithFixedDelay(new CheckLeases(), settings.functions().checkInterval());
      uses.onActivated(function -> context.getSelf().tell(new Used(function)));
      return new FunctionDiscovery(
          context, self, incarnation, settings, uses, directory, listeners);
    }));
  }

  private FunctionDiscovery(
      ActorContext<Command> context,
      NodeId self,
      long incarnation,
      NodeSettings settings,
      FunctionUses uses,
      FunctionDirectory directory,
      Listeners listeners) {
    super(context);
    this.self = self;
    this.settings = settings;
    this.uses = uses;
    this.directory = directory;
    this.listeners = listeners;
    this.own = new OwnRow(self, incarnation, settings.limits().instancesPerFunction());
    publishOwn();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Used.class, this::onUsed)
        .onMessage(Held.class, this::onHeld)
        .onMessage(Register.class, this::onRegister)
        .onMessage(Unregister.class, this::onUnregister)
        .onMessage(PeerRow.class, this::onPeerRow)
        .onMessage(Forget.class, this::onForget)
        .onMessage(CheckLeases.class, message -> onCheckLeases())
        .build();
  }

  private Behavior<Command> onUsed(Used used) {
    if (own.used(used.function())) {
      publishOwn();
    }
    return this;
  }

  private Behavior<Command> onHeld(Held message) {
    if (own.held(message.function())) {
      publishOwn();
    }
    return this;
  }

  private Behavior<Command> onRegister(Register register) {
    Optional<FunctionUse> use = uses.local(register.function());
    if (use.isEmpty()) {
      register
          .reply()
          .completeExceptionally(new RegistrationLimitException(
              "this node knows as many functions as its limit allows"));
      return this;
    }
    Registration result = own.register(
        register.function(), register.pod(), register.nodeName(), register.nodeIp(), uses.now());
    if (result == Registration.TOO_MANY) {
      register
          .reply()
          .completeExceptionally(new RegistrationLimitException("function '"
              + register.function()
              + "' has "
              + settings.limits().instancesPerFunction()
              + " instances on this node, the limit"));
    } else {
      use.get().touch();
      publishOwn();
      register.reply().complete(result == Registration.NEW);
    }
    return this;
  }

  private Behavior<Command> onUnregister(Unregister unregister) {
    boolean known = own.unregister(unregister.function(), unregister.pod());
    if (known) {
      if (!own.runs(unregister.function())) {
        ended(unregister.function());
      }
      publishOwn();
    }
    unregister.reply().complete(known);
    return this;
  }

  private Behavior<Command> onPeerRow(PeerRow message) {
    if (!message.node().equals(self)) {
      directory.publish(directory.view().merge(message.node(), message.row()));
    }
    message.merged().run();
    return this;
  }

  private Behavior<Command> onForget(Forget message) {
    directory.publish(directory.view().without(message.node()));
    return this;
  }

  private Behavior<Command> onCheckLeases() {
    long oldestMs = uses.now() - settings.functions().lease().toMillis();
    boolean changed = false;
    for (String function : own.running()) {
      if (uses.joined(function).lastUsedMs() < oldestMs) {
        own.expire(function);
        ended(function);
        changed = true;
      }
    }
    if (changed) {
      publishOwn();
    }
    return this;
  }

  private void ended(String function) {
    uses.joined(function).deactivate();
    listeners.ended().accept(function);
  }

  private void publishOwn() {
    FunctionRow row = own.toRow();
    directory.publish(directory.view().merge(self, row));
    listeners.rowChanged().accept(row);
  }
}
