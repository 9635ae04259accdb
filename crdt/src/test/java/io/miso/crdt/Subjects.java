package io.miso.crdt;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
        new EwFlag(),
        new DwFlag(),
        new RwSet(),
        new LwwRegister(),
        new Greatest(),
        new Least(),
        new Bounded(),
        new MapOfValues(),
        new MapOfMaps());
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
    boolean writes(Action action) {
      return !action.is("remove");
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
    boolean writes(Action action) {
      return !action.is("disable");
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

  static final class DwFlag extends Subject<DWFlag> {
    @Override
    DWFlag empty() {
      return DWFlag.empty();
    }

    @Override
    List<Action> actions() {
      return List.of(new Action("enable", 0), new Action("disable", 0));
    }

    @Override
    Mutation<DWFlag> mutate(DWFlag state, ReplicaId replica, Action action) {
      return action.is("enable") ? state.enable(replica) : state.disable(replica);
    }

    @Override
    Object read(DWFlag state) {
      return state.value();
    }

    /** The flag is true if some enable, and no disable, was seen by no later write and by no deletion. */
    @Override
    Object sentence(List<Event<DWFlag>> visible) {
      return !standing(visible, "enable", (later, enable) -> true).isEmpty()
          && standing(visible, "disable", (later, disable) -> true).isEmpty();
    }

    @Override
    DWFlag rebuilt(DWFlag state) {
      return DWFlag.of(state.liveDots(), state.context());
    }
  }

  static final class RwSet extends Subject<RWSet> {
    @Override
    RWSet empty() {
      return RWSet.empty();
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
    Mutation<RWSet> mutate(RWSet state, ReplicaId replica, Action action) {
      Value element = Value.of(action.argument());
      return action.is("add") ? state.add(replica, element) : state.remove(replica, element);
    }

    @Override
    Object read(RWSet state) {
      return numbers(state.values());
    }

    /** An element is in the set if some add of it, and no remove of it, was seen by no later write of it and by no deletion. */
    @Override
    Object sentence(List<Event<RWSet>> visible) {
      EndedBy<RWSet> ends = (later, write) ->
          isDeletion(later) || later.action().argument() == write.action().argument();
      Set<Integer> elements = standing(visible, "add", ends);
      elements.removeAll(standing(visible, "remove", ends));
      return elements;
    }

    @Override
    RWSet rebuilt(RWSet state) {
      return RWSet.of(state.liveDots(), state.context());
    }
  }

  static final class LwwRegister extends Subject<LWWRegister> {
    @Override
    LWWRegister empty() {
      return LWWRegister.empty();
    }

    /** The value is also what the clock says; so clocks stand still, go back and agree. */
    @Override
    List<Action> actions() {
      return List.of(new Action("assign", 1), new Action("assign", 2), new Action("assign", 7));
    }

    @Override
    Mutation<LWWRegister> mutate(LWWRegister state, ReplicaId replica, Action action) {
      return state.assign(replica, action.argument(), Value.of(action.argument()));
    }

    @Override
    Object read(LWWRegister state) {
      return numbers(state.value().stream().toList());
    }

    /** Of the assignments that no other one and no deletion has seen, the one with the highest stamp shows, of equal ones that of the highest replica. */
    @Override
    Object sentence(List<Event<LWWRegister>> visible) {
      Set<Integer> shown = new TreeSet<>();
      latest(visible).ifPresent(event -> shown.add(event.action().argument()));
      return shown;
    }

    private static Optional<Event<LWWRegister>> latest(List<Event<LWWRegister>> visible) {
      return events(visible, "assign", (later, assignment) -> true).stream()
          .max(Comparator.comparingLong((Event<LWWRegister> event) -> stamp(event, visible))
              .thenComparing(Event::replica));
    }

    /** What the clock says, or one above the latest stamp that the replica had seen standing. */
    private static long stamp(Event<LWWRegister> event, List<Event<LWWRegister>> visible) {
      List<Event<LWWRegister>> seen = seenBy(event, visible);
      long above = latest(seen).map(before -> stamp(before, seen) + 1).orElse(0L);
      return Math.max(event.action().argument(), above);
    }

    @Override
    LWWRegister rebuilt(LWWRegister state) {
      return LWWRegister.of(state.liveDots(), state.context());
    }
  }

  /** Of the writes that changed what their replica showed, and that no other such and no deletion has seen, the first in an order. */
  private static <S> Optional<Event<S>> best(List<Event<S>> visible, Comparator<Integer> order) {
    List<Event<S>> effective = visible.stream()
        .filter(event -> Subject.isDeletion(event) || changes(event, visible, order))
        .toList();
    return Subject.events(effective, "write", (later, write) -> true).stream()
        .min(Comparator.comparing(event -> event.action().argument(), order));
  }

  private static <S> boolean changes(
      Event<S> write, List<Event<S>> visible, Comparator<Integer> order) {
    return best(Subject.seenBy(write, visible), order)
        .map(shown -> order.compare(write.action().argument(), shown.action().argument()) < 0)
        .orElse(true);
  }

  static final class Greatest extends Subject<MaxRegister> {
    @Override
    MaxRegister empty() {
      return MaxRegister.empty();
    }

    @Override
    List<Action> actions() {
      return List.of(new Action("write", 1), new Action("write", 2), new Action("write", 3));
    }

    @Override
    Mutation<MaxRegister> mutate(MaxRegister state, ReplicaId replica, Action action) {
      return state.write(replica, Value.of(action.argument()));
    }

    @Override
    Object read(MaxRegister state) {
      return numbers(state.value().stream().toList());
    }

    @Override
    Object sentence(List<Event<MaxRegister>> visible) {
      return best(visible, Comparator.reverseOrder())
          .map(event -> Set.of(event.action().argument()))
          .orElse(Set.of());
    }

    @Override
    MaxRegister rebuilt(MaxRegister state) {
      return MaxRegister.of(state.liveDots(), state.context());
    }
  }

  static final class Least extends Subject<MinRegister> {
    @Override
    MinRegister empty() {
      return MinRegister.empty();
    }

    @Override
    List<Action> actions() {
      return List.of(new Action("write", 1), new Action("write", 2), new Action("write", 3));
    }

    @Override
    Mutation<MinRegister> mutate(MinRegister state, ReplicaId replica, Action action) {
      return state.write(replica, Value.of(action.argument()));
    }

    @Override
    Object read(MinRegister state) {
      return numbers(state.value().stream().toList());
    }

    @Override
    Object sentence(List<Event<MinRegister>> visible) {
      return best(visible, Comparator.naturalOrder())
          .map(event -> Set.of(event.action().argument()))
          .orElse(Set.of());
    }

    @Override
    MinRegister rebuilt(MinRegister state) {
      return MinRegister.of(state.liveDots(), state.context());
    }
  }

  static <S> long sum(List<Event<S>> visible, String verb) {
    return visible.stream()
        .filter(count -> count.action().is(verb))
        .filter(count ->
            visible.stream().noneMatch(later -> Subject.isDeletion(later) && later.saw(count)))
        .mapToLong(count -> count.action().argument())
        .sum();
  }
}
