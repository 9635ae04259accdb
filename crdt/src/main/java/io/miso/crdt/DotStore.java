package io.miso.crdt;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Values by the live dots that wrote them, with an index from each value back to its dots; immutable.
 *
 * <p>This one store is the three of Almeida, Shoker and Baquero 2018, on dot stores: dots alone (every dot has the same value), a function
 * from dots to values (a register), and a map from values to sets of dots (a set; read through the index). Both sides are ordered
 * persistent maps (docs/adr/0005), so a lookup, an addition and a removal are O(log n), a run of dots is found without a scan,
 * and iteration is always in the same order.
 */
final class DotStore {

  private static final DotStore EMPTY = new DotStore(TreePMap.empty(), TreePMap.empty(), 0);
  private static final long DOT_WEIGHT = 6;
  private static final int FEW = 8;

  private final TreePMap<Dot, Value> byDot;
  private final TreePMap<Value, DotSet> byValue;
  private final long weight;

  private DotStore(TreePMap<Dot, Value> byDot, TreePMap<Value, DotSet> byValue, long weight) {
    this.byDot = byDot;
    this.byValue = byValue;
    this.weight = weight;
  }

  static DotStore empty() {
    return EMPTY;
  }

  static DotStore of(Dot dot, Value value) {
    return EMPTY.plus(dot, value);
  }

  static DotStore of(NavigableMap<Dot, Value> values) {
    NavigableMap<Value, DotSet> index = new TreeMap<>();
    Map<Value, NavigableSet<Dot>> several = new TreeMap<>();
    long weight = 0;
    for (Map.Entry<Dot, Value> entry : values.entrySet()) {
      DotSet before = index.putIfAbsent(entry.getValue(), entry.getKey());
      if (before != null) {
        several
            .computeIfAbsent(entry.getValue(), value -> new TreeSet<>(DotSet.dots(before)))
            .add(entry.getKey());
      }
      weight += entry.getValue().weight() + DOT_WEIGHT;
    }
    several.forEach((value, dots) -> index.put(value, DotSet.of(dots)));
    return new DotStore(TreePMap.fromSortedMap(values), TreePMap.fromSortedMap(index), weight);
  }

  /** Without some dots and then with others: one by one if they are few, else by building both sides anew in order. */
  DotStore changed(List<Dot> removed, List<Map.Entry<Dot, Value>> added) {
    int changes = removed.size() + added.size();
    if (changes > FEW && changes > size() / FEW) {
      NavigableMap<Dot, Value> all = new TreeMap<>(byDot);
      removed.forEach(all::remove);
      added.forEach(entry -> all.put(entry.getKey(), entry.getValue()));
      return of(all);
    }
    DotStore store = this;
    for (Dot dot : removed) {
      store = store.minus(dot);
    }
    for (Map.Entry<Dot, Value> entry : added) {
      store = store.plus(entry.getKey(), entry.getValue());
    }
    return store;
  }

  private DotStore plus(Dot dot, Value value) {
    return new DotStore(
        byDot.plus(dot, value),
        byValue.plus(value, DotSet.with(byValue.get(value), dot)),
        weight + value.weight() + DOT_WEIGHT);
  }

  private DotStore minus(Dot dot) {
    Value value = byDot.get(dot);
    if (value == null) {
      return this;
    }
    DotSet rest = DotSet.without(byValue.get(value), dot);
    return new DotStore(
        byDot.minus(dot),
        rest == null ? byValue.minus(value) : byValue.plus(value, rest),
        weight - value.weight() - DOT_WEIGHT);
  }

  @Nullable
  Value get(Dot dot) {
    return byDot.get(dot);
  }

  /** The dots and values of a run of dots, in order. */
  Iterator<Map.Entry<Dot, Value>> within(DotRange range) {
    Dot first = new Dot(range.replica(), range.first());
    Dot last = new Dot(range.replica(), range.last());
    return byDot.subMap(first, true, last, true).entrySet().iterator();
  }

  /** The dots that wrote a value, in order; none if it is not in here. */
  Collection<Dot> dotsOf(Value value) {
    return DotSet.dots(byValue.get(value));
  }

  boolean contains(Value value) {
    return byValue.containsKey(value);
  }

  /** All dots, in order. */
  Collection<Dot> dots() {
    return byDot.keySet();
  }

  /** The values, each once, in canonical order. */
  Collection<Value> values() {
    return byValue.keySet();
  }

  TreePMap<Dot, Value> byDot() {
    return byDot;
  }

  int size() {
    return byDot.size();
  }

  boolean isEmpty() {
    return byDot.isEmpty();
  }

  /** An estimate of the encoded size in bytes. */
  long weight() {
    return weight;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof DotStore that) || size() != that.size()) {
      return false;
    }
    Iterator<Map.Entry<Dot, Value>> theirs = that.byDot.entrySet().iterator();
    for (Map.Entry<Dot, Value> entry : byDot.entrySet()) {
      if (!entry.equals(theirs.next())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return byDot.hashCode();
  }

  @Override
  public String toString() {
    return byDot.toString();
  }
}
