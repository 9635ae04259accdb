package io.miso.crdt;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The data types with the sentences that define them. */
final class Subjects {

  private Subjects() {}

  static List<Subject<?>> all() {
    return List.of(
        new MvRegister(),
        new OrSet(),
        new GrowSet(),
        new UpCounter(),
        new UpDownCounter(),
        new EwFlag());
  }

  static Set<Integer> numbers(List<Value> values) {
    Set<Integer> numbers = new TreeSet<>();
    values.forEach(value -> numbers.add((int) ((Value.Whole) value).value()));
    return numbers;
  }

  static final class OrSet extends Subject<ORSet> {
    @Override
    ORSet empty() {
      return ORSet.empty();
    }

    @Override
    List<Action> actions() {
      return List.of(
          new Action("add", 1),
          new Action("remove", 1),
          new Action("add", 2),
          new Action("remove", 2));
    }

    @Override
    Mutation<ORSet> mutate(ORSet state, ReplicaId replica, Action action) {
      Value element = Value.of(action.argument());
      return action.is("add") ? state.add(replica, element) : state.remove(element);
    }

    @Override
    Object read(ORSet state) {
      return numbers(state.values());
    }

    /** An element is in the set if some add of it was seen by no remove of it and by no deletion. */
    @Override
    Object sentence(List<Event<ORSet>> visible) {
      return standing(
          visible,
          "add",
          (later, add) -> isDeletion(later)
              || (later.action().is("remove")
                  && later.action().argument() == add.action().argument()));
    }

    @Override
    ORSet rebuilt(ORSet state) {
      return ORSet.of(state.liveDots(), state.context());
    }
  }

  static final class GrowSet extends Subject<GSet> {
    @Override
    GSet empty() {
      return GSet.empty();
    }

    @Override
    List<Action> actions() {
      return List.of(new Action("add", 1), new Action("add", 2), new Action("add", 3));
    }

    @Override
    Mutation<GSet> mutate(GSet state, ReplicaId replica, Action action) {
      return state.add(replica, Value.of(action.argument()));
    }

    @Override
    Object read(GSet state) {
      return numbers(state.values());
    }

    /** An element is in the set if some add of it was seen by no deletion. */
    @Override
    Object sentence(List<Event<GSet>> visible) {
      return standing(visible, "add", (later, add) -> isDeletion(later));
    }

    @Override
    GSet rebuilt(GSet state) {
      return GSet.of(state.liveDots(), state.context());
    }
  }

  static final class MvRegister extends Subject<MVRegister> {
    @Override
    MVRegister empty() {
      return MVRegister.empty();
    }

    @Override
    List<Action> actions() {
      return List.of(new Action("assign", 1), new Action("assign", 2), new Action("assign", 3));
    }

    @Override
    Mutation<MVRegister> mutate(MVRegister state, ReplicaId replica, Action action) {
      return state.assign(replica, Value.of(action.argument()));
    }

    @Override
    Object read(MVRegister state) {
      return numbers(state.values());
    }

    /** A value shows if some assignment of it was seen by no other assignment and by no deletion. */
    @Override
    Object sentence(List<Event<MVRegister>> visible) {
      return standing(visible, "assign", (later, assignment) -> true);
    }

    @Override
    MVRegister rebuilt(MVRegister state) {
      return MVRegister.of(state.liveDots(), state.context());
    }
  }

  static final class EwFlag extends Subject<EWFlag> {
    @Override
    EWFlag empty() {
      return EWFlag.empty();
    }

    @Override
    List<Action> actions() {
      return List.of(new Action("enable", 0), new Action("disable", 0));
    }

    @Override
    Mutation<EWFlag> mutate(EWFlag state, ReplicaId replica, Action action) {
      return action.is("enable") ? state.enable(replica) : state.disable();
    }

    @Override
    Object read(EWFlag state) {
      return state.value();
    }

    /** The flag is true if some enable was seen by no disable and by no deletion. */
    @Override
    Object sentence(List<Event<EWFlag>> visible) {
      return !standing(
              visible,
              "enable",
              (later, enable) -> isDeletion(later) || later.action().is("disable"))
          .isEmpty();
    }

    @Override
    EWFlag rebuilt(EWFlag state) {
      return EWFlag.of(state.liveDots().keySet(), state.context());
    }
  }

  static final class UpCounter extends Subject<GCounter> {
    @Override
    GCounter empty() {
      return GCounter.empty();
    }

    @Override
    List<Action> actions() {
      return List.of(new Action("add", 1), new Action("add", 10));
    }

    @Override
    Mutation<GCounter> mutate(GCounter state, ReplicaId replica, Action action) {
      return state.add(replica, action.argument());
    }

    @Override
    Object read(GCounter state) {
      return state.value();
    }

    /** The value is the sum of the additions that no deletion has seen. */
    @Override
    Object sentence(List<Event<GCounter>> visible) {
      return sum(visible, "add");
    }

    @Override
    GCounter rebuilt(GCounter state) {
      return GCounter.of(state.entries());
    }
  }

  static final class UpDownCounter extends Subject<PNCounter> {
    @Override
    PNCounter empty() {
      return PNCounter.empty();
    }

    @Override
    List<Action> actions() {
      return List.of(new Action("add", 1), new Action("add", 10), new Action("subtract", 3));
    }

    @Override
    Mutation<PNCounter> mutate(PNCounter state, ReplicaId replica, Action action) {
      return action.is("add")
          ? state.add(replica, action.argument())
          : state.subtract(replica, action.argument());
    }

    @Override
    Object read(PNCounter state) {
      return state.value();
    }

    /** The value is the sum of the additions less the subtractions that no deletion has seen. */
    @Override
    Object sentence(List<Event<PNCounter>> visible) {
      return sum(visible, "add") - sum(visible, "subtract");
    }

    @Override
    PNCounter rebuilt(PNCounter state) {
      return PNCounter.of(state.additions(), state.subtractions());
    }
  }

  private static <S> long sum(List<Event<S>> visible, String verb) {
    return visible.stream()
        .filter(count -> count.action().is(verb))
        .filter(count ->
            visible.stream().noneMatch(later -> Subject.isDeletion(later) && later.saw(count)))
        .mapToLong(count -> count.action().argument())
        .sum();
  }
}
