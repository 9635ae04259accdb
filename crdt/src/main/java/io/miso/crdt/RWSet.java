package io.miso.crdt;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A set in which a remove wins over a concurrent add of the same element (remove-wins set of Baquero, Almeida, Shoker 2014, "Making
 * operation-based CRDTs operation-based", moved into the causal kernel).
 *
 * <p>Add and remove each write a dot that says which of the two it was, in place of the dots that the element has here. An element is in the set
 * while it has been added and no live dot says that it was removed.
 *
 * <p>A removed element keeps its dot, since an add that is still on its way must lose to it: the set grows with the elements ever removed
 * as well. Deleting the set takes everything away.
 */
public final class RWSet extends WritesCrdt<RWSet, Mark> {

  private static final RWSet EMPTY = new RWSet(new Causal<>(Writes.empty(), CausalContext.empty()));

  private RWSet(Causal<Writes<Mark>> causal) {
    super(causal);
  }

  public static RWSet empty() {
    return EMPTY;
  }

  /**
   * Rebuilds a state or delta from {@link #liveDots()} and {@link #context()}.
   *
   * @throws IllegalArgumentException if a live dot is not in the context, or a value is null
   */
  public static RWSet of(Map<Dot, Mark> liveDots, CausalContext context) {
    return new RWSet(rebuilt(liveDots, context));
  }

  /**
   * Adds an element.
   *
   * @throws IllegalArgumentException if the element is null
   */
  public Mutation<RWSet> add(ReplicaId replica, Value element) {
    return write(replica, new Mark(element, true), dotsOf(element));
  }

  /**
   * Removes an element, one that is not here as well: an add elsewhere may be concurrent, and loses.
   *
   * @throws IllegalArgumentException if the element is null
   */
  public Mutation<RWSet> remove(ReplicaId replica, Value element) {
    return write(replica, new Mark(element, false), dotsOf(element));
  }

  public boolean contains(Value element) {
    Collection<Dot> dots = dotsOf(element);
    return !dots.isEmpty() && dots.stream().allMatch(this::isAdd);
  }

  private boolean isAdd(Dot dot) {
    Mark mark = store().get(dot);
    return mark != null && mark.present();
  }

  /** Counts the elements one by one. */
  public int size() {
    return elements().size();
  }

  /** How many elements are in the set or were removed from it: what it grows with. */
  public int termCount() {
    return store().termCount();
  }

  /** The elements in no particular order; cheaper than {@link #values()}. */
  public List<Value> elements() {
    return store().terms().stream().filter(this::contains).toList();
  }

  /** The elements in canonical order, by sorting; see {@link Value}. */
  public List<Value> values() {
    return elements().stream().sorted().toList();
  }

  @Override
  public CrdtType type() {
    return CrdtType.RW_SET;
  }

  @Override
  RWSet self() {
    return this;
  }

  @Override
  RWSet with(Causal<Writes<Mark>> changed) {
    return new RWSet(changed);
  }
}
