package io.miso.crdt;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Under one key of a map, a map with a register, a counter and a flag, each under a key of its own. */
final class MapOfMaps extends Subject<ORMap> {

  private static final Value OUTER = Value.of("outer");

  @Override
  ORMap empty() {
    return ORMap.empty();
  }

  /** The argument is the inner key. */
  @Override
  List<Action> actions() {
    return List.of(
        new Action("assign", 1),
        new Action("count", 2),
        new Action("enable", 3),
        new Action("removeInner", 2),
        new Action("reset", 0),
        new Action("removeOuter", 0));
  }

  @Override
  Mutation<ORMap> mutate(ORMap state, ReplicaId replica, Action action) {
    Value key = Value.of(action.argument());
    if (action.is("removeOuter")) {
      return state.remove(OUTER);
    }
    return state.update(OUTER, ORMap.empty(), inner -> switch (action.verb()) {
      case "assign" ->
        inner.update(
            key,
            MVRegister.empty(),
            register -> register.assign(replica, Value.of(replica.birth())));
      case "count" -> inner.update(key, GCounter.empty(), counter -> counter.add(replica, 1));
      case "enable" -> inner.update(key, EWFlag.empty(), flag -> flag.enable(replica));
      case "reset" -> inner.delete();
      default -> inner.remove(key);
    });
  }

  @Override
  boolean writes(Action action) {
    return action.is("assign") || action.is("count") || action.is("enable");
  }

  @Override
  Object read(ORMap state) {
    Map<String, Object> read = new TreeMap<>();
    ORMap inner = state.get(OUTER, ORMap.empty());
    for (Field field : inner.fields()) {
      read.put(
          field.toString(),
          switch (field.type()) {
            case MV_REGISTER ->
              inner.get(field.key(), MVRegister.empty()).values().toString();
            case GCOUNTER -> inner.get(field.key(), GCounter.empty()).value();
            default -> inner.get(field.key(), EWFlag.empty()).value();
          });
    }
    return read;
  }

  /** Each value by its own sentence, with the removals of its key, of the outer key, and of both maps, as deletions of it. */
  @Override
  Object sentence(List<Event<ORMap>> visible) {
    Map<String, Object> read = new TreeMap<>();
    List<Long> assigned = events(
            visible,
            "assign",
            (later, write) -> isRemoval(later, write) || later.action().is("assign"))
        .stream()
        .map(event -> event.replica().birth())
        .sorted()
        .distinct()
        .toList();
    if (!assigned.isEmpty()) {
      read.put("1/MVRegister", assigned.toString());
    }
    long counted = events(visible, "count", MapOfMaps::isRemoval).size();
    if (counted > 0) {
      read.put("2/GCounter", counted);
    }
    if (!standing(visible, "enable", MapOfMaps::isRemoval).isEmpty()) {
      read.put("3/EWFlag", true);
    }
    return read;
  }

  private static boolean isRemoval(Event<ORMap> later, Event<ORMap> write) {
    return isDeletion(later)
        || later.action().is("removeOuter")
        || later.action().is("reset")
        || (later.action().is("removeInner")
            && later.action().argument() == write.action().argument());
  }

  @Override
  ORMap rebuilt(ORMap state) {
    return ORMap.of(state.entries(), state.context());
  }
}
