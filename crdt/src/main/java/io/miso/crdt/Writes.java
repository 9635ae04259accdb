package io.miso.crdt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Live dots with what they wrote, and an index from each value back to its dots; immutable.
 *
 * <p>This one store is a function from dots to values (a register), a map from values to sets of dots (a set; read through the index), and
 * a set of dots (a flag; every dot writes the same), after Almeida, Shoker and Baquero 2018. A lookup, an addition and a removal
 * are O(log n), and a run of dots is found without a scan.
 */
final class Writes<W extends Write<W>> extends Store<Writes<W>> {

  private static final Writes<?> EMPTY = new Writes<>(Dots.empty(), Trie.empty(), 0);
  private static final long DOT_WEIGHT = 6;

  private final Dots<Live<W>> dots;
  private final Trie<Term> terms;
  private final long weight;

  private Writes(Dots<Live<W>> dots, Trie<Term> terms, long weight) {
    this.dots = dots;
    this.terms = terms;
    this.weight = weight;
  }

  @SuppressWarnings("unchecked") // it has no writes of any type
  static <W extends Write<W>> Writes<W> empty() {
    return (Writes<W>) EMPTY;
  }

  static <W extends Write<W>> Writes<W> of(Dot dot, W write) {
    return Writes.<W>empty().plus(Live.of(dot, write));
  }

  static <W extends Write<W>> Writes<W> of(Map<Dot, W> writes) {
    List<Live<W>> live = new ArrayList<>(writes.size());
    writes.forEach((dot, write) -> live.add(Live.of(dot, write)));
    live.sort(Comparator.comparing(Live::dot));
    return ofAscending(live);
  }

  /** Builds both trees once, which is cheaper than adding one write after the other. */
  private static <W extends Write<W>> Writes<W> ofAscending(List<Live<W>> live) {
    List<Term> terms = new ArrayList<>(live.size());
    long weight = 0;
    for (Live<W> each : live) {
      Value value = each.write().term();
      terms.add(Term.of(each.termHash(), value, each.dot()));
      weight += each.write().weight() + DOT_WEIGHT;
    }
    terms.sort((one, other) -> Long.compareUnsigned(one.key(), other.key())); // stable
    List<Term> merged = new ArrayList<>(terms.size());
    for (int from = 0, to = 0; from < terms.size(); from = to) {
      while (to < terms.size() && terms.get(to).key() == terms.get(from).key()) {
        to++;
      }
      merged.add(to == from + 1 ? terms.get(from) : Term.merged(terms.subList(from, to)));
    }
    return new Writes<>(Dots.ofAscending(live), Trie.ofAscending(merged), weight);
  }

  private Writes<W> plus(Live<W> live) {
    Value value = live.write().term();
    long key = live.termHash();
    return new Writes<>(
        dots.plus(live),
        terms.plus(Term.with(terms.get(key), key, value, live.dot())),
        weight + live.write().weight() + DOT_WEIGHT);
  }

  private Writes<W> minus(Dot dot) {
    Live<W> live = dots.get(dot);
    if (live == null) {
      return this;
    }
    Value value = live.write().term();
    long key = live.termHash();
    Term rest = Term.without(terms.get(key), key, value, dot);
    return new Writes<>(
        dots.minus(dot),
        rest == null ? terms.minus(key) : terms.plus(rest),
        weight - live.write().weight() - DOT_WEIGHT);
  }

  @Override
  Writes<W> join(
      CausalContext mine, Writes<W> theirs, CausalContext theirContext, Changes changes) {
    Comparison<W> comparison = new Comparison<>(mine);
    for (DotRange range : theirContext.ranges()) {
      if (range.first() == range.last()) {
        Dot dot = new Dot(range.replica(), range.first());
        comparison.compare(dots.get(dot), theirs.dots.get(dot));
      } else {
        comparison.compare(dots.within(range), theirs.dots.within(range));
      }
    }
    Writes<W> joined = this;
    for (Dot dot : comparison.removed) {
      joined = joined.minus(dot);
      changes.remove(dot);
    }
    for (Live<W> live : comparison.added) {
      joined = joined.plus(live);
      changes.add(live);
    }
    return joined;
  }

  /** What becomes of live dots when another side is joined, by runs of dots that the other side has heard of. */
  private static final class Comparison<W extends Write<W>> {

    private final CausalContext mine;
    private final List<Dot> removed = new ArrayList<>();
    private final List<Live<W>> added = new ArrayList<>();

    Comparison(CausalContext mine) {
      this.mine = mine;
    }

    void compare(Iterator<Live<W>> ours, Iterator<Live<W>> theirs) {
      Live<W> left = next(ours);
      Live<W> right = next(theirs);
      while (left != null || right != null) {
        int order = left == null ? 1 : right == null ? -1 : Long.compare(left.key(), right.key());
        compare(order <= 0 ? left : null, order >= 0 ? right : null);
        left = order <= 0 ? next(ours) : left;
        right = order >= 0 ? next(theirs) : right;
      }
    }

    /**
     * What each side has for one dot. Both the same write, unless a copied or rolled-back data directory wrote under one replica id
     * twice: then the greater one stands, so that copies still converge. Equal hashes are enough to tell that they are the same; digests
     * could not tell them apart either.
     */
    void compare(@Nullable Live<W> ours, @Nullable Live<W> theirs) {
      if (theirs == null) {
        if (ours != null) {
          removed.add(ours.dot());
        }
      } else if (ours == null) {
        if (!mine.contains(theirs.dot())) {
          added.add(theirs);
        }
      } else if (ours.sum() != theirs.sum() && ours.write().compareTo(theirs.write()) < 0) {
        removed.add(ours.dot());
        added.add(theirs);
      }
    }

    private static <T> @Nullable T next(Iterator<T> entries) {
      return entries.hasNext() ? entries.next() : null;
    }
  }

  @Override
  Writes<W> deleted() {
    return empty();
  }

  @Override
  Writes<W> within(CausalContext part) {
    List<Live<W>> found = new ArrayList<>();
    for (DotRange range : part.ranges()) {
      dots.within(range).forEachRemaining(found::add);
    }
    return ofAscending(found);
  }

  /** The dots that wrote a value, in order; none if it is not in here. */
  Collection<Dot> dotsOf(Value value) {
    return Term.dots(terms.get(value.hash()), value);
  }

  @Nullable
  W get(Dot dot) {
    Live<W> live = dots.get(dot);
    return live == null ? null : live.write();
  }

  /** How many different values there are. */
  int termCount() {
    return terms.count();
  }

  /** One of the values. */
  Optional<Value> anyTerm() {
    Iterator<Term> first = terms.iterator();
    return first.hasNext() ? Optional.of(first.next().value()) : Optional.empty();
  }

  /** The different values, in no order that means anything. */
  List<Value> terms() {
    List<Value> values = new ArrayList<>(terms.count());
    for (Term first : terms) {
      Collisions.forEach(first, term -> values.add(term.value()));
    }
    return values;
  }

  /** The different values in canonical order. */
  List<Value> orderedTerms() {
    return List.copyOf(new TreeSet<>(terms()));
  }

  @Override
  Writes<W> countersBeyond(Summary peer) {
    return empty();
  }

  @Override
  List<Writes<W>> counterParts(long partWeight) {
    return List.of();
  }

  @Override
  long weightOf(Dot dot) {
    W write = get(dot);
    return write == null ? 0 : write.weight() + DOT_WEIGHT;
  }

  @Override
  Dots<Live<W>> dots() {
    return dots;
  }

  @Override
  boolean isLive() {
    return !dots.isEmpty();
  }

  @Override
  long weight() {
    return weight;
  }

  @Override
  int breadth() {
    return dots.size();
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Writes<?> that) || dots.size() != that.dots.size()) {
      return false;
    }
    Iterator<?> theirs = that.dots.iterator();
    for (Live<W> live : dots) {
      if (!live.equals(theirs.next())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(dots.sum());
  }

  @Override
  public String toString() {
    return dots.toString();
  }
}
