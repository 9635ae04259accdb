package io.miso.crdt;

import java.util.List;
import java.util.Optional;

/** The bounded counter. An argument of a transfer is the number of the replica that receives. */
final class Bounded extends Subject<BoundedCounter> {

  @Override
  BoundedCounter empty() {
    return BoundedCounter.empty();
  }

  @Override
  List<Action> actions() {
    return List.of(
        new Action("increment", 3),
        new Action("decrement", 2),
        new Action("give", 0),
        new Action("give", 1));
  }

  /** A refusal is a mutation that says nothing. */
  @Override
  Mutation<BoundedCounter> mutate(BoundedCounter state, ReplicaId replica, Action action) {
    ReplicaId receiver = History.replica(action.argument());
    Optional<Mutation<BoundedCounter>> mutation = switch (action.verb()) {
      case "increment" -> Optional.of(state.increment(replica, action.argument()));
      case "decrement" -> state.decrement(replica, action.argument());
      default -> receiver.equals(replica) ? Optional.empty() : state.transfer(replica, receiver, 1);
    };
    return mutation.orElse(new Mutation<>(state, BoundedCounter.empty()));
  }

  @Override
  Object read(BoundedCounter state) {
    return state.value();
  }

  /** The increments less the decrements of the latest era, of which those that their replica had no rights for are none. */
  @Override
  Object sentence(List<Event<BoundedCounter>> visible) {
    long era = era(visible);
    long value = 0;
    for (Event<BoundedCounter> event : ofEra(era, visible)) {
      value += event.action().is("increment") ? event.action().argument() : 0;
      value -= event.action().is("decrement") ? event.action().argument() : 0;
    }
    return value;
  }

  /** Deletions of an era in which something was counted, as they saw it, start the next one. */
  private static long era(List<Event<BoundedCounter>> visible) {
    long era = 0;
    for (Event<BoundedCounter> event : visible) {
      if (isDeletion(event)) {
        List<Event<BoundedCounter>> seen = seenBy(event, visible);
        long before = era(seen);
        era = Math.max(era, ofEra(before, seen).isEmpty() ? before : before + 1);
      }
    }
    return era;
  }

  private static List<Event<BoundedCounter>> ofEra(long era, List<Event<BoundedCounter>> visible) {
    return visible.stream()
        .filter(event -> !isDeletion(event) && era(seenBy(event, visible)) == era)
        .filter(event -> took(event, seenBy(event, visible)))
        .toList();
  }

  /** Whether the event was not refused. */
  private static boolean took(Event<BoundedCounter> event, List<Event<BoundedCounter>> seen) {
    if (event.action().is("increment")) {
      return true;
    }
    if (event.action().is("give")
        && History.replica(event.action().argument()).equals(event.replica())) {
      return false;
    }
    long rights = 0;
    for (Event<BoundedCounter> before : ofEra(era(seen), seen)) {
      rights += effect(before, event.replica());
    }
    return rights >= (event.action().is("give") ? 1 : event.action().argument());
  }

  /** What an event does to the rights of a replica. */
  private static long effect(Event<BoundedCounter> event, ReplicaId replica) {
    boolean own = event.replica().equals(replica);
    return switch (event.action().verb()) {
      case "increment" -> own ? event.action().argument() : 0;
      case "decrement" -> own ? -event.action().argument() : 0;
      default -> own ? -1 : History.replica(event.action().argument()).equals(replica) ? 1 : 0;
    };
  }

  @Override
  BoundedCounter rebuilt(BoundedCounter state) {
    return BoundedCounter.of(state.era(), state.rows());
  }
}
