package io.miso.crdt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Three replicas of one value that write, and hand each other states and deltas, as a test makes them. */
final class History<S extends Crdt<S>> {

  static final int REPLICAS = 3;

  private final Subject<S> subject;
  private final List<Event<S>> events = new ArrayList<>();
  private final List<S> states;
  private final List<Set<Integer>> visible = new ArrayList<>();

  History(Subject<S> subject) {
    this.subject = subject;
    this.states = new ArrayList<>(Collections.nCopies(REPLICAS, subject.empty()));
    for (int replica = 0; replica < REPLICAS; replica++) {
      visible.add(new TreeSet<>());
    }
  }

  /** A copy that goes its own way from here. */
  History<S> copy() {
    History<S> copy = new History<>(subject);
    copy.events.addAll(events);
    for (int replica = 0; replica < REPLICAS; replica++) {
      copy.states.set(replica, state(replica));
      copy.visible.get(replica).addAll(visible.get(replica));
    }
    return copy;
  }

  static ReplicaId replica(int number) {
    return new ReplicaId(7, -7, number + 1L);
  }

  S state(int replica) {
    return states.get(replica);
  }

  List<Event<S>> events() {
    return events;
  }

  Mutation<S> write(int replica, Action action) {
    Mutation<S> mutation = subject.perform(state(replica), replica(replica), action);
    Set<Integer> seen = new HashSet<>(visible.get(replica));
    events.add(new Event<>(events.size(), replica(replica), action, seen, mutation.delta()));
    visible.get(replica).add(events.size() - 1);
    states.set(replica, mutation.state());
    return mutation;
  }

  void receiveState(int to, int from) {
    states.set(to, state(to).join(state(from)));
    visible.get(to).addAll(visible.get(from));
  }

  void receiveDelta(int to, Event<S> event) {
    states.set(to, state(to).join(event.delta()));
    visible.get(to).add(event.id());
  }

  /** Whether the replica has all that came before the event where it was written. */
  boolean isReadyFor(int replica, Event<S> event) {
    return visible.get(replica).containsAll(event.seen());
  }

  List<Event<S>> visibleTo(int replica) {
    return visible.get(replica).stream().map(events::get).toList();
  }

  /** Some write, state or delta; the delta one of any that was written when {@code anyOrder}, else one whose turn it is. */
  void step(Random random, boolean anyOrder) {
    int replica = random.nextInt(REPLICAS);
    int choice = random.nextInt(10);
    if (choice < 5 || events.isEmpty()) {
      write(replica, subject.alphabet().get(random.nextInt(subject.alphabet().size())));
    } else if (choice < 9) {
      Event<S> event = events.get(random.nextInt(events.size()));
      if (anyOrder || isReadyFor(replica, event)) {
        receiveDelta(replica, event);
      }
    } else {
      receiveState(replica, random.nextInt(REPLICAS));
    }
  }

  @Override
  public String toString() {
    return "history of " + subject + "\n"
        + String.join("\n", events.stream().map(Event::toString).toList()) + "\nvisible: " + visible
        + "\nstates: " + states;
  }
}
