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
import io.miso.node.settings.NodeSettings.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** A copy dropped itself. */
  private record Dropped(CrdtHandle handle) implements Command {}

  private record Answered(String name) implements Command {}

  private static final String WHOLE_OBJECT = "";

  private final ObjectKey key;
  private final FunctionUse use;
  private final ObjectScope scope;
  private final Map<String, Name> names = new HashMap<>();
  private final Unwritten unwritten;
  private int crdts;
  private long started;
  private int asked;

  static Behavior<Command> create(ObjectKey key, FunctionUse use, ObjectScope scope) {
    return Behaviors.setup(context -> new ObjectActor(context, key, use, scope));
  }

  private ObjectActor(
      ActorContext<Command> context, ObjectKey key, FunctionUse use, ObjectScope scope) {
    super(context);
    this.key = key;
    this.use = use;
    this.scope = scope;
    this.unwritten = new Unwritten(scope.table(), scope.settings().limits().crdtsPerObject());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Deliver.class, this::onDeliver)
        .onMessage(EnsureRestored.class, this::onEnsureRestored)
        .onMessage(Unrestore.class, message -> onUnrestore())
        .onMessage(Ask.class, this::onAsk)
        .onMessage(Dropped.class, this::onDropped)
        .onMessage(Answered.class, this::onAnswered)
        .build();
  }

  private Behavior<Command> onDeliver(Deliver deliver) {
    Name name = name(deliver.name());
    CrdtHandle known = name.handles.get(deliver.type());
    if (known != null) {
      known.actor().tell(deliver.command());
    } else if (!(deliver.command() instanceof CrdtActor.Operation operation)) {
      start(deliver, name);
    } else if (Unwritten.leavesEmpty(operation)) {
      onEmpty(deliver, name, operation);
    } else {
      Optional<Refused> refused = refusal(deliver, name, operation);
      if (refused.isPresent()) {
        operation.reply().complete(refused.get());
        forgetUnknown(deliver.name(), name);
      } else {
        start(deliver, name);
      }
    }
    return this;
  }

  /** Nothing is started for a name that is only asked for: peers are asked once, and the answer is kept as long as there is room. */
  private void onEmpty(Deliver deliver, Name name, CrdtActor.Operation operation) {
    Limits limits = scope.settings().limits();
    if (name.restored) {
      CrdtHandle read = name.unwritten.get(deliver.type());
      CrdtHandle handle = read == null ? unwritten(deliver, name) : read;
      operation.reply().complete(Unwritten.answer(handle, operation));
    } else if (name.held.size() >= limits.stashedOperations()
        || (!name.asking && asked >= limits.crdtsPerObject())) {
      operation
          .reply()
          .complete(new Refused(
              Reason.LIMIT,
              "",
              "too many operations wait for peers to tell what they have; try again"));
      forgetUnknown(deliver.name(), name);
    } else {
      name.held.add(deliver);
      ask(deliver.name(), name);
    }
  }

  private CrdtHandle unwritten(Deliver deliver, Name name) {
    CrdtHandle handle = handle(deliver, name);
    name.unwritten.put(deliver.type(), handle);
    unwritten.add(handle);
    unwritten.forgetOldest().map(CrdtHandle::key).ifPresent(oldest -> {
      Name itsName = name(oldest.name());
      itsName.unwritten.remove(oldest.type());
      forgetUnknown(oldest.name(), itsName);
    });
    return handle;
  }

  /** Why a write starts nothing, so that what is refused does not fill the object. */
  private Optional<Refused> refusal(Deliver deliver, Name name, CrdtActor.Operation operation) {
    if (operation instanceof CrdtActor.Apply apply) {
      Optional<Refused> always = scope.rules().refusal(deliver.type(), apply.update());
      if (always.isPresent()) {
        return always;
      }
    }
    if (name.restored && !name.slot.answersFor(deliver.type())) {
      return Optional.of(handle(deliver, name).otherType());
    }
    return crdts < scope.settings().limits().crdtsPerObject()
        ? Optional.empty()
        : Optional.of(new Refused(
            Reason.LIMIT,
            "statefulObjectBase.crdtName",
            "the object has "
                + crdts
                + " CRDTs, the limit (setting miso.limits.crdts-per-object)"));
  }

  private CrdtHandle handle(Deliver deliver, Name name) {
    return new CrdtHandle(
        new CrdtKey(key, deliver.name(), deliver.type()), name.slot, use, name.restored);
  }

  /**
   * An operation is enqueued before the handle is visible, so nothing that is sent directly overtakes it. A join, whose receipt lets
   * others go on, comes after.
   */
  private void start(Deliver deliver, Name name) {
    CrdtHandle read = name.unwritten.remove(deliver.type());
    CrdtHandle handle = read == null ? handle(deliver, name) : read;
    unwritten.started(handle);
    ActorRef<Command> self = getContext().getSelf();
    ActorRef<CrdtActor.Command> child = getContext()
        .spawn(CrdtActor.create(handle, scope, new Owner(self, handle)), "crdt-" + started++);
    crdts++;
    name.handles.put(deliver.type(), handle);
    if (deliver.command() instanceof CrdtActor.Operation) {
      child.tell(deliver.command());
      handle.startedAs(child);
      scope.table().put(handle);
    } else {
      handle.startedAs(child);
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

  private Behavior<Command> onDropped(Dropped message) {
    CrdtHandle handle = message.handle();
    Name name = name(handle.key().name());
    name.handles.remove(handle.key().type(), handle);
    scope.table().remove(handle);
    crdts--;
    forgetUnknown(handle.key().name(), name);
    if (scope.table().ofFunction(key.function()).isEmpty()) {
      scope.replication().released(key.function());
    }
    return this;
  }

  /** This object as one of its CRDTs sees it. */
  private record Owner(ActorRef<Command> object, CrdtHandle handle) implements CrdtActor.Owner {
    @Override
    public void askPeers() {
      object.tell(new Ask(handle.key().name()));
    }

    @Override
    public void dropped() {
      object.tell(new Dropped(handle));
    }

    @Override
    public void deliver(CrdtActor.Command command) {
      object.tell(new Deliver(handle.key().name(), handle.key().type(), command));
    }
  }

  private Behavior<Command> onAnswered(Answered message) {
    Name answered = name(message.name());
    List<Deliver> held = new ArrayList<>();
    if (message.name().equals(WHOLE_OBJECT)) {
      names.values().forEach(name -> restored(name, held));
    }
    restored(answered, held);
    held.forEach(this::onDeliver);
    // Nobody holds it: names that were only asked for would add up.
    forgetUnknown(message.name(), answered);
    return this;
  }

  private Behavior<Command> onUnrestore() {
    unwritten.clear();
    for (Name name : names.values()) {
      name.restored = false;
      name.unwritten.clear();
      name.handles.values().forEach(handle -> handle.actor().tell(new CrdtActor.Unrestore()));
    }
    names.values().removeIf(Name::isUnknown);
    return this;
  }

  private void forgetUnknown(String text, Name name) {
    if (name.isUnknown() && !text.equals(WHOLE_OBJECT)) {
      names.remove(text);
    }
  }

  private void ask(String text, Name name) {
    if (!name.asking) {
      name.asking = true;
      asked++;
      ActorRef<Command> self = getContext().getSelf();
      scope.replication().restore(key, text, () -> self.tell(new Answered(text)));
    }
  }

  /** Adds what may go on now to what was held. */
  private void restored(Name name, List<Deliver> held) {
    name.restored = true;
    asked -= name.asking ? 1 : 0;
    name.asking = false;
    name.handles.values().forEach(handle -> handle.actor().tell(new CrdtActor.Restored()));
    name.waiting.forEach(waiting -> waiting.complete(null));
    name.waiting.clear();
    held.addAll(name.held);
    name.held.clear();
  }

  private Name name(String text) {
    return names.computeIfAbsent(text, t -> new Name());
  }
}
