package io.miso.node.state;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.miso.node.function.FunctionUse;
import io.miso.node.function.FunctionUses;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome.Reason;
import io.miso.node.operation.Outcome.Refused;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The actor {@code objects}: starts objects on demand. Operations on CRDTs that exist do not pass through it. */
public final class ObjectRegistry extends AbstractBehavior<ObjectRegistry.Command> {

  /** What the actor is told. */
  public sealed interface Command {}

  /** Hands a command to a CRDT; object and CRDT are started where they are not yet. */
  public record Deliver(CrdtKey key, CrdtActor.Command command) implements Command {}

  /**
   * Answers once peers were asked about a name; an empty name stands for the whole object. Fails with {@link LimitException} where the
   * object would be one too many.
   */
  public record EnsureRestored(ObjectKey object, String name, CompletableFuture<Void> reply)
      implements Command {}

  /** The function no longer runs here: ask peers before its CRDTs are next used. */
  public record Unrestore(String function) implements Command {}

  /** A limit of the settings is reached. */
  public static final class LimitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LimitException(String message) {
      super(message, null, false, false);
    }
  }

  private record Sweep() implements Command {}

  private final ObjectScope scope;
  private final FunctionUses uses;
  private final Unwanted unwanted;
  private final Map<String, Map<String, ActorRef<ObjectActor.Command>>> objects = new HashMap<>();
  private int started;

  public static Behavior<Command> create(ObjectScope scope, FunctionUses uses) {
    return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
      Duration interval = scope.settings().replication().repairInterval();
      timers.startTimerWithFixedDelay(new Sweep(), interval);
      return new ObjectRegistry(context, scope, uses);
    }));
  }

  private ObjectRegistry(ActorContext<Command> context, ObjectScope scope, FunctionUses uses) {
    super(context);
    this.scope = scope;
    this.uses = uses;
    this.unwanted = new Unwanted(scope.settings().functions().dropAfter());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Deliver.class, this::onDeliver)
        .onMessage(EnsureRestored.class, this::onEnsureRestored)
        .onMessage(Unrestore.class, this::onUnrestore)
        .onMessage(Sweep.class, message -> onSweep())
        .build();
  }

  private Behavior<Command> onDeliver(Deliver deliver) {
    CrdtKey key = deliver.key();
    boolean local = deliver.command() instanceof CrdtActor.Operation;
    try {
      object(key.object(), local)
          .tell(new ObjectActor.Deliver(key.name(), key.type(), deliver.command()));
    } catch (LimitException e) {
      ((CrdtActor.Operation) deliver.command())
          .reply()
          .complete(new Refused(
              Reason.LIMIT, "statefulObjectBase.statefulObjectId", String.valueOf(e.getMessage())));
    }
    return this;
  }

  private Behavior<Command> onEnsureRestored(EnsureRestored message) {
    try {
      object(message.object(), true)
          .tell(new ObjectActor.EnsureRestored(message.name(), message.reply()));
    } catch (LimitException e) {
      message.reply().completeExceptionally(e);
    }
    return this;
  }

  private Behavior<Command> onUnrestore(Unrestore message) {
    objects
        .getOrDefault(message.function(), Map.of())
        .values()
        .forEach(object -> object.tell(new ObjectActor.Unrestore()));
    return this;
  }

  /** Copies that may be needed no more look whether they are. */
  private Behavior<Command> onSweep() {
    for (String function : scope.table().functions()) {
      boolean wanted = scope.replication().holders(function).wantedHere();
      boolean due = unwanted.isDue(function, wanted, scope.copies().clock().millis());
      for (CrdtHandle handle : scope.table().ofFunction(function)) {
        if (wanted ? !handle.published().state().isLive() : due) {
          handle.actor().tell(new CrdtActor.Collect());
        }
      }
    }
    unwanted.retain(scope.table().functions());
    return this;
  }

  /** Limits bind local operations; what peers send is never refused. */
  private ActorRef<ObjectActor.Command> object(ObjectKey key, boolean local) {
    Map<String, ActorRef<ObjectActor.Command>> ofFunction =
        objects.getOrDefault(key.function(), Map.of());
    ActorRef<ObjectActor.Command> known = ofFunction.get(key.objectId());
    if (known != null) {
      return known;
    }
    if (local && ofFunction.size() >= scope.settings().limits().objectsPerFunction()) {
      throw new LimitException(
          "function '" + key.function() + "' has " + ofFunction.size() + " objects, the limit");
    }
    Optional<FunctionUse> use =
        local ? uses.local(key.function()) : Optional.of(uses.joined(key.function()));
    FunctionUse granted = use.orElseThrow(() -> new LimitException(
        "this node knows " + scope.settings().limits().functions() + " functions, the limit"));
    ActorRef<ObjectActor.Command> object =
        getContext().spawn(ObjectActor.create(key, granted, scope), "object-" + started++);
    getContext().watch(object);
    objects.computeIfAbsent(key.function(), f -> new HashMap<>()).put(key.objectId(), object);
    return object;
  }
}
