package io.miso.crdt;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One data type as the harnesses see it: a tiny alphabet of actions, a reading, and the sentence that says what to read. */
abstract class Subject<S extends Crdt<S>> {

  abstract S empty();

  /** Every action but the deletion, which all types share. */
  abstract List<Action> actions();

  abstract Mutation<S> mutate(S state, ReplicaId replica, Action action);

  /** Whether an action that changes something writes an event of the replica. */
  boolean writes(Action action) {
    return true;
  }

  /** Whether a summary of single entries tells all, so that a peer who has more is told nothing. Not where counters are hashed. */
  boolean summarizesExactly() {
    return empty().type() != CrdtType.OR_MAP && empty().type() != CrdtType.BOUNDED_COUNTER;
  }

  /** What a reader sees. */
  abstract Object read(S state);

  /** What a reader shall see who has these events and, with each of them, all that it had seen. */
  abstract Object sentence(List<Event<S>> visible);

  /** Takes a state apart through the public API and puts it together again. */
  abstract S rebuilt(S state);

  final List<Action> alphabet() {
    return Stream.concat(actions().stream(), Stream.of(Action.DELETE)).toList();
  }

  final Mutation<S> perform(S state, ReplicaId replica, Action action) {
    return action.equals(Action.DELETE) ? state.delete() : mutate(state, replica, action);
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName();
  }

  /** The arguments of the visible actions with this verb that no visible event for which {@code ends} holds has seen. */
  final Set<Integer> standing(List<Event<S>> visible, String verb, EndedBy<S> ends) {
    Set<Integer> arguments = new TreeSet<>();
    events(visible, verb, ends).forEach(event -> arguments.add(event.action().argument()));
    return arguments;
  }

  /** The visible events with this verb that no visible event for which {@code ends} holds has seen. */
  static <S> List<Event<S>> events(List<Event<S>> visible, String verb, EndedBy<S> ends) {
    return visible.stream()
        .filter(event -> event.action().is(verb))
        .filter(event ->
            visible.stream().noneMatch(later -> later.saw(event) && ends.test(later, event)))
        .toList();
  }

  /** Those of the visible events that the event had seen. */
  static <S> List<Event<S>> seenBy(Event<S> event, List<Event<S>> visible) {
    return visible.stream().filter(event::saw).toList();
  }

  interface EndedBy<S> {
    boolean test(Event<S> later, Event<S> write);
  }

  static boolean isDeletion(Event<?> event) {
    return event.action().equals(Action.DELETE);
  }
}
