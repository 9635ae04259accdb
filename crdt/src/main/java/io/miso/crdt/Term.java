package io.miso.crdt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the index of {@link Writes} keeps for a value: the live dots that wrote it.
 *
 * @param key the hash of the value
 */
record Term(long key, Value value, DotSet dots, Trie<Term> others)
    implements Collisions.Entry<Term> {

  /** @param key the hash of the value, which may be long */
  static Term of(long key, Value value, DotSet dots) {
    return new Term(key, value, dots, Trie.empty());
  }

  @Override
  public Value name() {
    return value;
  }

  @Override
  public Term at(long place, Trie<Term> beside) {
    return new Term(place, value, dots, beside);
  }

  @Override
  public long sum() {
    return 0;
  }

  @Override
  public int count() {
    return 1 + others.count();
  }

  static Collection<Dot> dots(@Nullable Term first, Value value) {
    Term term = Collisions.find(first, value);
    return term == null ? List.of() : DotSet.dots(term.dots);
  }

  /** One term for each value of these, which have one hash and ascend by their dots. */
  static Term merged(List<Term> sameHash) {
    List<Term> ordered = new ArrayList<>(sameHash);
    ordered.sort(Comparator.comparing(Term::value)); // stable
    Term first = null;
    for (int from = 0, to = 0; from < ordered.size(); from = to) {
      Value value = ordered.get(from).value;
      List<Dot> dots = new ArrayList<>();
      while (to < ordered.size() && ordered.get(to).value.equals(value)) {
        dots.addAll(DotSet.dots(ordered.get(to++).dots));
      }
      first = Collisions.plus(first, of(sameHash.get(0).key, value, DotSet.ofAscending(dots)));
    }
    return Objects.requireNonNull(first);
  }

  static Term with(@Nullable Term first, long key, Value value, Dot dot) {
    Term term = Collisions.find(first, value);
    DotSet dots = DotSet.with(term == null ? null : term.dots, dot);
    return Collisions.plus(first, of(key, value, dots));
  }

  static @Nullable Term without(@Nullable Term first, long key, Value value, Dot dot) {
    Term term = Collisions.find(first, value);
    DotSet rest = term == null ? null : DotSet.without(term.dots, dot);
    return rest == null
        ? Collisions.minus(first, value)
        : Collisions.plus(first, of(key, value, rest));
  }
}
