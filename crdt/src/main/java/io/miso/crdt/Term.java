package io.miso.crdt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the index of {@link Writes} keeps for a value: the live dots that wrote it. Values whose hashes collide hang on one another.
 *
 * @param key the hash of the value
 */
record Term(long key, Value value, DotSet dots, @Nullable Term other) implements Trie.Entry {

  @Override
  public long sum() {
    return 0;
  }

  @Override
  public int count() {
    return 1 + (other == null ? 0 : other.count());
  }

  static Collection<Dot> dots(@Nullable Term term, Value value) {
    for (Term at = term; at != null; at = at.other) {
      if (at.value.equals(value)) {
        return DotSet.dots(at.dots);
      }
    }
    return List.of();
  }

  /** One term for each value of these, which have one hash and ascend by their dots, hanging on one another. */
  static Term merged(List<Term> sameHash) {
    Map<Value, List<Dot>> byValue = new LinkedHashMap<>();
    for (Term term : sameHash) {
      byValue
          .computeIfAbsent(term.value, value -> new ArrayList<>())
          .addAll(DotSet.dots(term.dots));
    }
    Term chain = null;
    for (Map.Entry<Value, List<Dot>> entry : byValue.entrySet()) {
      chain = new Term(
          sameHash.get(0).key, entry.getKey(), DotSet.ofAscending(entry.getValue()), chain);
    }
    return Objects.requireNonNull(chain);
  }

  static Term with(@Nullable Term term, long key, Value value, Dot dot) {
    if (term == null) {
      return new Term(key, value, dot, null);
    }
    if (term.value.equals(value)) {
      return new Term(key, term.value, DotSet.with(term.dots, dot), term.other);
    }
    return new Term(key, term.value, term.dots, with(term.other, key, value, dot));
  }

  static @Nullable Term without(@Nullable Term term, Value value, Dot dot) {
    if (term == null) {
      return null;
    }
    if (term.value.equals(value)) {
      DotSet rest = DotSet.without(term.dots, dot);
      return rest == null ? term.other : new Term(term.key, term.value, rest, term.other);
    }
    return new Term(term.key, term.value, term.dots, without(term.other, value, dot));
  }
}
