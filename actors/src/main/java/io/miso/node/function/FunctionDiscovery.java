package io.miso.node.function;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.miso.grpc.replication.v1.FunctionTable;
import io.miso.node.function.OwnRow.Registration;
import io.miso.node.identity.NodeId;
import io.miso.node.settings.NodeSettings;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
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

  /** Answers true where the instance was known; where it was the last one, once what is pending of the function has gone out. */
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

  /** What was pending of a function that is to end has gone out, or took too long. */
  private record HandedOver(String function, long ending) implements Command {}

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
   * @param handOver the last lease of a function on this node ended: what is pending of it is to go out; the action, which must only
   *     send a message, is to be run then
   * @param ended the function does not run here any more
   * @param holds asked whether there is a copy of a function on this node
   * @param gone a node of which nothing is heard never comes back
   * @param forgotten the others take this node for gone; told once
   */
  public record Listeners(
      BiConsumer<String, Runnable> handOver,
      Consumer<String> ended,
      Predicate<String> holds,
      Consumer<NodeId> gone,
      Runnable forgotten) {}

  private final TimerScheduler<Command> timers;
  private final FunctionUses uses;
  private final NodeSettings settings;
  private final Listeners listeners;
  private final OwnRow own;
  private final FunctionRows rows;
  private final Endings endings = new Endings();

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
          context, timers, self, incarnation, settings, uses, directory, strategy, listeners);
    }));
  }

  private FunctionDiscovery(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      NodeId self,
      long incarnation,
      NodeSettings settings,
      FunctionUses uses,
      FunctionDirectory directory,
      FunctionDiscoveryStrategy strategy,
      Listeners listeners) {
    super(context);
    this.timers = timers;
    this.settings = settings;
    this.uses = uses;
    this.listeners = listeners;
    this.own = new OwnRow(self, incarnation, settings.limits().instancesPerFunction());
    this.rows = new FunctionRows(
        self,
        settings,
        own,
        new FunctionRows.Effects(
            directory::publish, strategy::publish, listeners.gone(), listeners.forgotten()),
        uses.now());
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
        .onMessage(HandedOver.class, this::onHandedOver)
        .build();
  }

  private Behavior<Command> onUsed(Used used) {
    endings.over(used.function());
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
      endings.over(register.function());
      use.get().touch();
      publishOwn();
      register.reply().complete(result == Registration.NEW);
    }
    return this;
  }

  private Behavior<Command> onUnregister(Unregister unregister) {
    String function = unregister.function();
    boolean known = own.unregister(function, unregister.pod());
    if (known) {
      publishOwn();
      if (!own.hasInstances(function)) {
        end(function);
      }
    }
    Runnable answer = () -> unregister.reply().complete(known);
    if (known) {
      endings.whenOver(function, answer);
    } else {
      answer.run();
    }
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
    long oldestMs = uses.now() - settings.functions().lease().toMillis();
    for (String function : own.running()) {
      if (uses.joined(function).lastUsedMs() < oldestMs) {
        end(function);
      }
    }
    rows.passed(uses.now());
    return this;
  }

  private Behavior<Command> onHandedOver(HandedOver message) {
    timers.cancel(message);
    String function = message.function();
    if (endings.isUnderWay(function, message.ending())) {
      own.expire(function);
      listeners.ended().accept(function);
      publishOwn();
      endings.over(function);
    }
    return this;
  }

  /** The function runs on until what is pending of it has gone out, so that peers take this node for interested as long. */
  private void end(String function) {
    if (!endings.isUnderWay(function)) {
      uses.joined(function).deactivate();
      HandedOver over = new HandedOver(function, endings.begin(function));
      timers.startSingleTimer(over, over, settings.functions().handoverTimeout());
      ActorRef<Command> actor = getContext().getSelf();
      listeners.handOver().accept(function, () -> actor.tell(over));
    }
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
}
