package io.miso.crdt;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A map with a set and a counter under one key, and another counter under another key. */
final class MapOfValues extends Subject<ORMap> {

  private static final Value ELEMENT = Value.of("x");

  @Override
  ORMap empty() {
    return ORMap.empty();
  }

  @Override
  List<Action> actions() {
    return List.of(
        new Action("add", 1),
        new Action("take", 1),
        new Action("count", 1),
        new Action("count", 2),
        new Action("remove", 1));
  }

  @Override
  Mutation<ORMap> mutate(ORMap state, ReplicaId replica, Action action) {
    Value key = Value.of(action.argument());
    return switch (action.verb()) {
      case "add" -> state.update(key, ORSet.empty(), set -> set.add(replica, ELEMENT));
      case "take" -> state.update(key, ORSet.empty(), set -> set.remove(ELEMENT));
      case "count" -> state.update(key, PNCounter.empty(), counter -> counter.add(replica, 1));
      default -> state.remove(key);
    };
  }

  @Override
  boolean writes(Action action) {
    return action.is("add") || action.is("count");
  }

  @Override
  Object read(ORMap state) {
    Map<String, Object> read = new TreeMap<>();
    for (Field field : state.fields()) {
      read.put(
          field.toString(),
          field.type() == CrdtType.OR_SET
              ? (long) state.get(field.key(), ORSet.empty()).size()
              : state.get(field.key(), PNCounter.empty()).value());
    }
    return read;
  }

  /**
   * The element is in the set if some add was seen by no take, no removal of the key and no deletion; the counter counts what was seen by
   * no removal of its key and no deletion.
   */
  @Override
  Object sentence(List<Event<ORMap>> visible) {
    Map<String, Object> read = new TreeMap<>();
    if (!standing(
            visible,
            "add",
            (later, add) -> isRemoval(later, add) || later.action().is("take"))
        .isEmpty()) {
      read.put("1/ORSet", 1L);
    }
    for (int key = 1; key <= 2; key++) {
      int counter = key;
      long counted = events(visible, "count", MapOfValues::isRemoval).stream()
          .filter(count -> count.action().argument() == counter)
          .count();
      if (counted > 0) {
        read.put(key + "/PNCounter", counted);
      }
    }
    return read;
  }

  private static boolean isRemoval(Event<ORMap> later, Event<ORMap> write) {
    return isDeletion(later)
        || (later.action().is("remove")
            && later.action().argument() == write.action().argument());
  }

  @Override
  ORMap rebuilt(ORMap state) {
    return ORMap.of(state.entries(), state.context());
  }
}
