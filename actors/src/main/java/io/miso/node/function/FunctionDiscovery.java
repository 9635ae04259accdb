package io.miso.node.function;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.FunctionTable;
import io.miso.node.function.OwnRow.Registration;
import io.miso.node.identity.NodeId;
import io.miso.node.settings.NodeSettings;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The function discovery actor: writes this node's row, merges the rows of other nodes, whoever passes them on, and publishes all as a
 * {@link FunctionView}.
 */
public final class FunctionDiscovery extends AbstractBehavior<FunctionDiscovery.Command> {

  /** What the actor is told. */
  public sealed interface Command {}

  /** A function was called here for the first time since its lease ended. */
  record Used(String function) implements Command {}

  /** State of a function came into being here. */
  public record Held(String function) implements Command {}

  /** The last copy of a function was dropped. */
  public record Released(String function) implements Command {}

  /** Answers true where the instance was new; fails with {@link RegistrationLimitException} at a limit. */
  public record Register(
      String function, String pod, String nodeName, String nodeIp, CompletableFuture<Boolean> reply)
      implements Command {}

  /** Answers true where the instance was known. */
  public record Unregister(String function, String pod, CompletableFuture<Boolean> reply)
      implements Command {}

  /**
   * A peer is forgotten.
   *
   * @param forGood whether the node never comes back under this id, so that all are to know
   */
  public record Forget(NodeId node, boolean forGood) implements Command {}

  /** See {@link FunctionDiscoveryStrategy.Receiver}. */
  record Heard(FunctionTable table, Runnable counted) implements Command {}

  /** See {@link FunctionDiscoveryStrategy.Receiver}. */
  record Alive(NodeId node) implements Command {}

  private record Check() implements Command {}

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
   * @param ended the last lease of a function on this node ended
   * @param holds asked whether there is a copy of a function on this node
   * @param gone a node of which nothing is heard never comes back
   * @param forgotten the others take this node for gone; told once
   */
  public record Listeners(
      Consumer<String> ended, Predicate<String> holds, Consumer<NodeId> gone, Runnable forgotten) {}

  private final FunctionUses uses;
  private final NodeSettings settings;
  private final Listeners listeners;
  private final OwnRow own;
  private final FunctionRows rows;

  public static Behavior<Command> create(
      NodeId self,
      long incarnation,
      NodeSettings settings,
      FunctionUses uses,
      FunctionDirectory directory,
      FunctionDiscoveryStrategy strategy,
      Listeners listeners) {
    return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
      timers.startTimerWithFixedDelay(new Check(), settings.functions().checkInterval());
      uses.onActivated(function -> context.getSelf().tell(new Used(function)));
      strategy.deliverTo(receiver(context.getSelf()));
      return new FunctionDiscovery(
          context, self, incarnation, settings, uses, directory, strategy, listeners);
    }));
  }

  private FunctionDiscovery(
      ActorContext<Command> context,
      NodeId self,
      long incarnation,
      NodeSettings settings,
      FunctionUses uses,
      FunctionDirectory directory,
      FunctionDiscoveryStrategy strategy,
      Listeners listeners) {
    super(context);
    this.settings = settings;
    this.uses = uses;
    this.listeners = listeners;
    this.own = new OwnRow(self, incarnation, settings.limits().instancesPerFunction());
    this.rows = new FunctionRows(self, settings, own, new Effects(directory, strategy), uses.now());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Used.class, this::onUsed)
        .onMessage(Held.class, this::onHeld)
        .onMessage(Released.class, this::onReleased)
        .onMessage(Register.class, this::onRegister)
        .onMessage(Unregister.class, this::onUnregister)
        .onMessage(Forget.class, this::onForget)
        .onMessage(Heard.class, this::onHeard)
        .onMessage(Alive.class, this::onAlive)
        .onMessage(Check.class, message -> onCheck())
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

  /** A copy that came into being meanwhile is told of before or after this: who is asked decides. */
  private Behavior<Command> onReleased(Released message) {
    if (!listeners.holds().test(message.function()) && own.released(message.function())) {
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

  /** A peer that is only left out of count may live on for others: its row stays. */
  private Behavior<Command> onForget(Forget message) {
    if (message.forGood()) {
      rows.gone(message.node(), uses.now());
    }
    return this;
  }

  private Behavior<Command> onHeard(Heard message) {
    rows.heard(message.table(), uses.now());
    message.counted().run();
    return this;
  }

  private Behavior<Command> onAlive(Alive message) {
    rows.alive(message.node());
    return this;
  }

  private Behavior<Command> onCheck() {
    if (endLeases()) {
      publishOwn();
    }
    rows.passed(uses.now());
    return this;
  }

  /** Answers whether the row changed. */
  private boolean endLeases() {
    long oldestMs = uses.now() - settings.functions().lease().toMillis();
    boolean changed = false;
    for (String function : own.running()) {
      if (uses.joined(function).lastUsedMs() < oldestMs) {
        own.expire(function);
        ended(function);
        changed = true;
      }
    }
    return changed;
  }

  private void ended(String function) {
    uses.joined(function).deactivate();
    listeners.ended().accept(function);
  }

  private void publishOwn() {
    rows.ownChanged(uses.now());
  }

  private static FunctionDiscoveryStrategy.Receiver receiver(ActorRef<Command> self) {
    return new FunctionDiscoveryStrategy.Receiver() {
      @Override
      public void heard(FunctionTable table, Runnable counted) {
        self.tell(new Heard(table, counted));
      }

      @Override
      public void alive(NodeId node) {
        self.tell(new Alive(node));
      }
    };
  }

  private final class Effects implements FunctionRows.Effects {
    private final FunctionDirectory directory;
    private final FunctionDiscoveryStrategy strategy;

    private Effects(FunctionDirectory directory, FunctionDiscoveryStrategy strategy) {
      this.directory = directory;
      this.strategy = strategy;
    }

    @Override
    public void known(FunctionView view) {
      directory.publish(view);
    }

    @Override
    public void publish(FunctionRow row) {
      strategy.publish(row);
    }

    @Override
    public void gone(NodeId node) {
      listeners.gone().accept(node);
    }

    @Override
    public void forgotten() {
      listeners.forgotten().run();
    }
  }
}
