package io.miso.node.state;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.miso.crdt.CrdtType;
import io.miso.node.function.FunctionUse;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.Outcome.Reason;
import io.miso.node.operation.Outcome.Refused;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One Stateful Object: starts a child per CRDT and has names restored from peers. Operations pass through it only until their CRDT is in
 * the {@link CrdtTable}.
 */
final class ObjectActor extends AbstractBehavior<ObjectActor.Command> {

  /** What the actor is told. */
  sealed interface Command {}

  /** Hands a command to a CRDT, which is started where it is not yet. */
  record Deliver(String name, CrdtType type, CrdtActor.Command command) implements Command {}

  /** Answers once peers were asked about a name; an empty name stands for the whole object. */
  record EnsureRestored(String name, CompletableFuture<Void> reply) implements Command {}

  /** The function no longer runs here: what is held may grow old. */
  record Unrestore() implements Command {}

  private record Ask(String name) implements Command {}

  private record Answered(String name) implements Command {}

  private static final String WHOLE_OBJECT = "";

  /** What is known of one name. */
  private static final class Name {
    private final NameSlot slot = new NameSlot();
    private final Map<CrdtType, CrdtHandle> handles = new EnumMap<>(CrdtType.class);
    private boolean restored;
    private boolean asking;
    private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  }

  private final ObjectKey key;
  private final FunctionUse use;
  private final ObjectScope scope;
  private final Map<String, Name> names = new HashMap<>();
  private int crdts;

  static Behavior<Command> create(ObjectKey key, FunctionUse use, ObjectScope scope) {
    return Behaviors.setup(context -> new ObjectActor(context, key, use, scope));
  }

  private ObjectActor(
      ActorContext<Command> context, ObjectKey key, FunctionUse use, ObjectScope scope) {
    super(context);
    this.key = key;
    this.use = use;
    this.scope = scope;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Deliver.class, this::onDeliver)
        .onMessage(EnsureRestored.class, this::onEnsureRestored)
        .onMessage(Unrestore.class, message -> onUnrestore())
        .onMessage(Ask.class, this::onAsk)
        .onMessage(Answered.class, this::onAnswered)
        .build();
  }

  private Behavior<Command> onDeliver(Deliver deliver) {
    Name name = name(deliver.name());
    CrdtHandle known = name.handles.get(deliver.type());
    if (known != null) {
      known.actor().tell(deliver.command());
    } else if (deliver.command() instanceof CrdtActor.Operation operation
        && crdts >= scope.settings().limits().crdtsPerObject()) {
      operation
          .reply()
          .complete(new Refused(
              Reason.LIMIT,
              "statefulObjectBase.crdtName",
              "the object has " + crdts + " CRDTs, the limit"));
    } else {
      start(deliver, name);
    }
    return this;
  }

  /**
   * An operation is enqueued before the handle is visible, so nothing that is sent directly overtakes it. A join, whose receipt lets
   * others go on, comes after.
   */
  private void start(Deliver deliver, Name name) {
    CrdtKey crdt = new CrdtKey(key, deliver.name(), deliver.type());
    CrdtHandle handle = new CrdtHandle(crdt, name.slot, use, name.restored);
    ActorRef<Command> self = getContext().getSelf();
    ActorRef<CrdtActor.Command> child = getContext()
        .spawn(
            CrdtActor.create(handle, scope, () -> self.tell(new Ask(deliver.name()))),
            "crdt-" + crdts++);
    handle.startedAs(child);
    name.handles.put(deliver.type(), handle);
    if (deliver.command() instanceof CrdtActor.Operation) {
      child.tell(deliver.command());
      scope.table().put(handle);
    } else {
      scope.table().put(handle);
      child.tell(deliver.command());
    }
  }

  private Behavior<Command> onEnsureRestored(EnsureRestored message) {
    Name name = name(message.name());
    if (name.restored) {
      message.reply().complete(null);
    } else {
      name.waiting.add(message.reply());
      ask(message.name(), name);
    }
    return this;
  }

  private Behavior<Command> onAsk(Ask message) {
    Name name = name(message.name());
    if (name.restored) {
      name.handles.values().forEach(handle -> handle.actor().tell(new CrdtActor.Restored()));
    } else {
      ask(message.name(), name);
    }
    return this;
  }

  private Behavior<Command> onAnswered(Answered message) {
    Name answered = name(message.name());
    if (message.name().equals(WHOLE_OBJECT)) {
      names.values().forEach(ObjectActor::restored);
    }
    restored(answered);
    if (answered.handles.isEmpty() && !message.name().equals(WHOLE_OBJECT)) {
      // Nobody holds it: names that were only asked for would add up.
      names.remove(message.name());
    }
    return this;
  }

  private Behavior<Command> onUnrestore() {
    for (Name name : names.values()) {
      name.restored = false;
      name.handles.values().forEach(handle -> handle.actor().tell(new CrdtActor.Unrestore()));
    }
    return this;
  }

  private void ask(String text, Name name) {
    if (!name.asking) {
      name.asking = true;
      ActorRef<Command> self = getContext().getSelf();
      scope.replication().restore(key, text, () -> self.tell(new Answered(text)));
    }
  }

  private static void restored(Name name) {
    name.restored = true;
    name.asking = false;
    name.handles.values().forEach(handle -> handle.actor().tell(new CrdtActor.Restored()));
    name.waiting.forEach(waiting -> waiting.complete(null));
    name.waiting.clear();
  }

  private Name name(String text) {
    return names.computeIfAbsent(text, t -> new Name());
  }
}
