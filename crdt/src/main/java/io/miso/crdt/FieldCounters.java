package io.miso.crdt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the fields of a map hold that has no dots: counters, and maps with counters in them. Looking through it costs O(fields). */
record FieldCounters(Fields all) {

  /** The fields that hold such a thing. */
  List<Field> fields() {
    List<Field> fields = new ArrayList<>();
    if (all.hasCounters()) {
      all.forEach((field, store) -> {
        if (store.hasCounters()) {
          fields.add(field);
        }
      });
    }
    return fields;
  }

  /** Those of which the digest that the peer gave for their range of hashes is another one. */
  Fields beyond(Summary peer) {
    Map<Summary.FieldRange, Boolean> same = new HashMap<>();
    Fields beyond = Fields.empty();
    for (Field field : fields()) {
      Summary.FieldRange range = peer.counters().rangeOf(field.hash());
      boolean known = range != null
          && same.computeIfAbsent(
              range, r -> all.countersDigest(r.first(), r.last()) == r.digest());
      if (!known) {
        beyond = beyond.with(field, alone(all.get(field)));
      }
    }
    return beyond;
  }

  /** Without what has dots. */
  private static Store<?> alone(Store<?> store) {
    if (!(store instanceof Fields inner)) {
      return store;
    }
    Fields counters = Fields.empty();
    for (Field field : new FieldCounters(inner).fields()) {
      counters = counters.with(field, alone(inner.get(field)));
    }
    return counters;
  }

  /** In parts of about so much weight, each a store in its own right. */
  List<Fields> parts(long partWeight) {
    List<Fields> parts = new ArrayList<>();
    Fields part = Fields.empty();
    for (Field field : fields()) {
      for (Store<?> piece : all.get(field).counterParts(partWeight)) {
        if (part.breadth() > 0
            && (part.weight() + field.weight() + piece.weight() > partWeight
                || part.find(field) != null)) {
          parts.add(part);
          part = Fields.empty();
        }
        part = part.with(field, piece);
      }
    }
    if (part.breadth() > 0) {
      parts.add(part);
    }
    return parts;
  }
}
