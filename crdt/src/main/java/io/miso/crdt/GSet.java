package io.miso.crdt;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A set that elements are only added to; it can be deleted as a whole (grow-only set of Shapiro et al. 2011, section 3.3.1, moved
 * into the causal kernel so that deletion removes what was seen and nothing else).
 *
 * <p>Adding an element again is an event like the first add: it survives a concurrent deletion. It replaces the dots that the
 * element has here by one new dot, so nothing grows. {@code add}, {@code contains} and a join with the delta of an add are
 * O(log n).
 */
public final class GSet extends WritesCrdt<GSet, Value> {

  private static final GSet EMPTY = new GSet(new Causal<>(Writes.empty(), CausalContext.empty()));

  private GSet(Causal<Writes<Value>> causal) {
    super(causal);
  }

  public static GSet empty() {
    return EMPTY;
  }

  /**
   * Rebuilds a state or delta from {@link #liveDots()} and {@link #context()}.
   *
   * @throws IllegalArgumentException if a live dot is not in the context, or a value is null
   */
  public static GSet of(Map<Dot, Value> liveDots, CausalContext context) {
    return new GSet(rebuilt(liveDots, context));
  }

  /**
   * Adds an element; one that is here already becomes new again.
   *
   * @throws IllegalArgumentException if the element is null
   */
  public Mutation<GSet> add(ReplicaId replica, Value element) {
    return write(replica, element, dotsOf(element));
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
    return CrdtType.GSET;
  }

  @Override
  GSet self() {
    return this;
  }

  @Override
  GSet with(Causal<Writes<Value>> changed) {
    return new GSet(changed);
  }
}
