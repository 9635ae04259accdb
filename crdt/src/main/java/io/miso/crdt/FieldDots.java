package io.miso.crdt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Dots within some part of a context, by the field that they are in. It tells each field as much of the part as that field needs. */
final class FieldDots {

  private final CausalContext part;
  private final int runs;
  private final Map<Field, List<Dot>> fields = new LinkedHashMap<>();

  FieldDots(CausalContext part) {
    this.part = part;
    this.runs = part.rangeCount();
  }

  void add(Field field, Dot dot) {
    fields.computeIfAbsent(field, none -> new ArrayList<>()).add(dot);
  }

  /** A field without dots is told of as well. */
  void addAll(Field field, Collection<Dot> dots) {
    fields.computeIfAbsent(field, none -> new ArrayList<>()).addAll(dots);
  }

  /**
   * Visits each field with the part, or with that of it that is about the dots of the field, whichever is shorter. Else each field would cost as
   * much as all runs of the part.
   */
  void forEach(BiConsumer<Field, CausalContext> action) {
    fields.forEach(
        (field, dots) -> action.accept(field, runs <= dots.size() ? part : CausalContext.of(dots)));
  }
}
