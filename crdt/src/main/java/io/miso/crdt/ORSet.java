package io.miso.crdt;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A set in which an add wins over a concurrent remove of the same element (Almeida, Shoker, Baquero 2018, on causal CRDTs).
 *
 * <p>A remove takes away the adds that this copy has seen. An add replaces the dots that the element has here by one new dot, so
 * adding again makes nothing grow. Removed elements leave no tombstones. {@code add}, {@code remove}, {@code contains} and a join
 * with a delta of one of them are O(log n).
 */
public final class ORSet extends WritesCrdt<ORSet, Value> {

  private static final ORSet EMPTY = new ORSet(new Causal<>(Writes.empty(), CausalContext.empty()));

  private ORSet(Causal<Writes<Value>> causal) {
    super(causal);
  }

  public static ORSet empty() {
    return EMPTY;
  }

  /**
   * Rebuilds a state or delta from {@link #liveDots()} and {@link #context()}.
   *
   * @throws IllegalArgumentException if a live dot is not in the context, or a value is null
   */
  public static ORSet of(Map<Dot, Value> liveDots, CausalContext context) {
    return new ORSet(rebuilt(liveDots, context));
  }

  /**
   * Adds an element; one that is here already becomes new again.
   *
   * @throws IllegalArgumentException if the element is null
   */
  public Mutation<ORSet> add(ReplicaId replica, Value element) {
    return write(replica, element, dotsOf(element));
  }

  /** Writes no dot of its own, so any copy may call it. Does nothing when the element is not in here. */
  public Mutation<ORSet> remove(Value element) {
    return remove(dotsOf(element));
  }

  public boolean contains(Value element) {
    return !dotsOf(element).isEmpty();
  }

  public int size() {
    return store().termCount();
  }

  /** Some element; empty where there is none. */
  public Optional<Value> anyElement() {
    return store().anyTerm();
  }

  /** The elements in no particular order; cheaper than {@link #values()}. */
  public List<Value> elements() {
    return store().terms();
  }

  /** The elements in canonical order, by sorting; see {@link Value}. */
  public List<Value> values() {
    return store().orderedTerms();
  }

  @Override
  public CrdtType type() {
    return CrdtType.OR_SET;
  }

  @Override
  ORSet self() {
    return this;
  }

  @Override
  ORSet with(Causal<Writes<Value>> changed) {
    return new ORSet(changed);
  }
}
