package io.miso.crdt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A map from keys to replicated values, maps among them (observed-remove map of Almeida, Shoker, Baquero 2018, on causal CRDTs).
 *
 * <p>A key is in the map while a value under it is live. Removing a key resets what this copy has seen under it; concurrent updates survive, and find
 * their value as if it had just been created. That holds for counters too, exactly. A key may have values of several types; each is a {@link Field}.
 *
 * <p>All that is in the map shares one causal context. Memory and encoded size grow with what is live, with the replicas that ever wrote, and,
 * for counters alone, with the keys ever removed: a counter keeps a pair of numbers per replica.
 */
public final class ORMap extends CausalCrdt<ORMap, Fields> {

  /**
   * Maps may be nested so deep: a map without a map in it counts 1. Readers of protobuf refuse what is nested deeper than 100 messages; a level of maps
   * takes 3 and one of values 2, so no more than 10 would leave room for the deepest value.
   */
  public static final int MAX_DEPTH = 8;

  private static final ORMap EMPTY = new ORMap(new Causal<>(Fields.empty(), CausalContext.empty()));

  private ORMap(Causal<Fields> causal) {
    super(causal);
  }

  public static ORMap empty() {
    return EMPTY;
  }

  /**
   * Rebuilds a state or delta from {@link #entries()} and {@link #context()}. Of the values, contexts are not looked at.
   *
   * @throws IllegalArgumentException if a value is empty or of another type than its field, if a live dot is not in the context or in two values, or if
   *     maps are nested deeper than {@link #MAX_DEPTH}
   */
  public static ORMap of(Map<Field, ? extends Crdt<?>> entries, CausalContext context) {
    Map<Field, Store<?>> stores = new HashMap<>();
    entries.forEach((field, value) -> {
      Store<?> store = ((CausalCrdt<?, ?>) value).store();
      if (value.type() != field.type() || store.breadth() == 0) {
        throw new IllegalArgumentException("field " + field + " holds " + value);
      }
      stores.put(field, store);
    });
    Fields fields = Fields.of(stores);
    if (fields.height() > MAX_DEPTH) {
      throw new IllegalArgumentException("maps are nested deeper than " + MAX_DEPTH);
    }
    return EMPTY.with(Causal.of(fields, context));
  }

  /**
   * All that is held, in the order of fields; also counters of which only the pairs are left.
   */
  public Map<Field, Crdt<?>> entries() {
    Map<Field, Crdt<?>> entries = new TreeMap<>();
    store().forEach((field, store) -> entries.put(field, get(field)));
    return entries;
  }

  /** The fields with a live value, in order. */
  public List<Field> fields() {
    return store().liveFields();
  }

  /** The keys with a live value, in canonical order, each once. */
  public List<Value> keys() {
    return fields().stream().map(Field::key).distinct().toList();
  }

  /** Whether a value of any type is live under the key. */
  public boolean contains(Value key) {
    return fieldsOf(key).stream().anyMatch(field -> store().get(field).isLive());
  }

  /**
   * The value under a key.
   *
   * @param empty the empty value of the type to look for, such as {@code ORSet.empty()}
   * @throws IllegalArgumentException if the key is null, or a map cannot hold the type
   */
  @SuppressWarnings("unchecked") // a type number has one class
  public <S extends Crdt<S>> S get(Value key, S empty) {
    return (S) get(new Field(key, empty.type()));
  }

  /** The value in a field, which knows all dots that the map has heard of; not live where there is none. */
  public Crdt<?> get(Field field) {
    return valueOf(field.type().empty(), store().get(field));
  }

  @SuppressWarnings("unchecked") // a field holds the store of its type
  private <S extends CausalCrdt<S, T>, T extends Store<T>> Crdt<?> valueOf(
      Crdt<?> empty, Store<?> store) {
    return ((S) empty).with(new Causal<>((T) store, context()));
  }

  /**
   * Changes the value under a key.
   *
   * @param empty the empty value of its type, such as {@code ORSet.empty()}
   * @param change is given the value and returns one of its mutations
   * @throws IllegalArgumentException if the key is null, a map cannot hold the type, or a map would be nested deeper than {@link #MAX_DEPTH}
   */
  public <S extends Crdt<S>> Mutation<ORMap> update(
      Value key, S empty, Function<S, Mutation<S>> change) {
    return update(key, empty, MAX_DEPTH, change);
  }

  /**
   * Changes the value under a key of a map that is to stay flatter than {@link #MAX_DEPTH}. The depth binds this update alone: joins take what
   * others wrote.
   *
   * @param depth how deep maps may be nested after it, this one included; from 1 to {@link #MAX_DEPTH}
   * @throws IllegalArgumentException as {@link #update(Value, Crdt, Function)}, for this depth, and if the depth is out of its range
   */
  public <S extends Crdt<S>> Mutation<ORMap> update(
      Value key, S empty, int depth, Function<S, Mutation<S>> change) {
    if (depth < 1 || depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "a depth of maps from 1 to " + MAX_DEPTH + ", not " + depth);
    }
    S delta = change.apply(get(key, empty)).delta();
    Store<?> changed = ((CausalCrdt<?, ?>) delta).store();
    if (changed instanceof Fields inner && inner.height() >= depth) {
      throw new IllegalArgumentException("maps are nested deeper than " + depth);
    }
    Field field = new Field(key, empty.type());
    CausalContext ours =
        delta.context().minus(context()).join(within(store().get(field), delta.context()));
    return mutation(changed.breadth() == 0 ? Fields.empty() : Fields.of(field, changed), ours);
  }

  /** The live dots of a store within a context: a value speaks of its own dots alone, whatever the map has heard of. */
  private static CausalContext within(Store<?> store, CausalContext part) {
    List<Dot> dots = new ArrayList<>();
    for (DotRange range : part.ranges()) {
      for (Iterator<? extends Dots.Entry> live = store.dots().within(range); live.hasNext(); ) {
        dots.add(live.next().dot());
      }
    }
    return CausalContext.of(dots);
  }

  /** Removes all that this copy has seen under the key. Writes no dot of its own, so any copy may call it. */
  public Mutation<ORMap> remove(Value key) {
    Map<Field, Store<?>> left = new HashMap<>();
    List<Dot> dots = new ArrayList<>();
    for (Field field : fieldsOf(key)) {
      Store<?> store = store().get(field);
      dots.addAll(store.dots().toList());
      if (store.hasCounters()) {
        left.put(field, store.deleted());
      }
    }
    return mutation(Fields.of(left), CausalContext.of(dots));
  }

  private List<Field> fieldsOf(Value key) {
    return CrdtType.mapValues().stream().map(type -> new Field(key, type)).toList();
  }

  @Override
  public CrdtType type() {
    return CrdtType.OR_MAP;
  }

  @Override
  ORMap self() {
    return this;
  }

  @Override
  ORMap with(Causal<Fields> changed) {
    return new ORMap(changed);
  }
}
