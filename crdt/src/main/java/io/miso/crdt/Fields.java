package io.miso.crdt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map from fields to stores, with a route from each live dot below to the field it is in; immutable (the dot map of Almeida, Shoker,
 * Baquero 2018). All dots below are of one context, so removing a key is removing its dots.
 *
 * <p>What a dot adds to the digest is hashed once more with each field that it is in, so the same write in another field, or under the same
 * keys in another order, counts as another.
 */
final class Fields extends Store<Fields> {

  private static final Fields EMPTY = new Fields(FieldTable.EMPTY, Dots.empty(), 0, 0, false);

  private final FieldTable table;
  private final Dots<Route> routes;
  private final long weight;
  private final int live; // how many fields are live
  private final boolean counting; // whether a field has counters, live or not: those never go

  private Fields(FieldTable table, Dots<Route> routes, long weight, int live, boolean counting) {
    this.table = table;
    this.routes = routes;
    this.weight = weight;
    this.live = live;
    this.counting = counting;
  }

  static Fields empty() {
    return EMPTY;
  }

  /**
   * A store of these fields, with all routes built at once: one by one, each would copy the list of all replicas.
   *
   * @throws IllegalArgumentException if a dot is in two fields
   */
  static Fields of(Map<Field, Store<?>> stores) {
    Fields fields = EMPTY;
    List<Route> routes = new ArrayList<>();
    for (Map.Entry<Field, Store<?>> entry : stores.entrySet()) {
      Field field = entry.getKey();
      Store<?> store = entry.getValue();
      fields = fields.with(field, fields.get(field), store, new Changes(), new Changes());
      long hash = field.hash();
      store.dots().forEach(inner -> routes.add(Route.of(inner, field, hash)));
    }
    routes.sort(Comparator.comparing(Route::dot));
    for (int i = 1; i < routes.size(); i++) {
      if (routes.get(i).dot().equals(routes.get(i - 1).dot())) {
        throw new IllegalArgumentException("a dot is in two fields of a map");
      }
    }
    return new Fields(
        fields.table, Dots.ofAscending(routes), fields.weight, fields.live, fields.counting);
  }

  static Fields of(Field field, Store<?> store) {
    return EMPTY.with(field, store);
  }

  @Nullable
  Store<?> find(Field field) {
    return table.find(field);
  }

  /** What a field holds; the empty store of its type where it holds nothing. */
  Store<?> get(Field field) {
    Store<?> found = find(field);
    return found == null ? field.type().emptyStore() : found;
  }

  /** Every field that holds something, be it only what counters keep of what was removed; in no order that means anything. */
  void forEach(BiConsumer<Field, Store<?>> action) {
    table.forEach(action);
  }

  /** The fields that a reader sees, in order. */
  List<Field> liveFields() {
    List<Field> live = new ArrayList<>();
    forEach((field, store) -> {
      if (store.isLive()) {
        live.add(field);
      }
    });
    live.sort(null);
    return live;
  }

  /** All that is held, in order. */
  Map<Field, Store<?>> toMap() {
    Map<Field, Store<?>> all = new TreeMap<>();
    forEach(all::put);
    return all;
  }

  /** With a field that was not here before. */
  Fields with(Field field, Store<?> store) {
    Changes all = new Changes();
    store.dots().forEach(all::add);
    return with(field, get(field), store, all, new Changes());
  }

  /** With another store in a field, given the dots that come and go by that; tells what that means for the dots of this store. */
  private Fields with(Field field, Store<?> before, Store<?> after, Changes inner, Changes outer) {
    long hash = field.hash();
    Dots<Route> routed = routes;
    for (Dot dot : inner.removed()) {
      routed = routed.minus(dot);
      outer.remove(dot);
    }
    for (Dots.Entry entry : inner.added()) {
      Route route = Route.of(entry, field, hash);
      routed = routed.plus(route);
      outer.add(route);
    }
    long heavier = (after.breadth() == 0 ? 0 : after.weight() + field.weight())
        - (before.breadth() == 0 ? 0 : before.weight() + field.weight());
    return new Fields(
        table.with(field, after),
        routed,
        weight + heavier,
        live + one(after.isLive()) - one(before.isLive()),
        counting || after.hasCounters());
  }

  private static int one(boolean counts) {
    return counts ? 1 : 0;
  }

  @Override
  Fields join(CausalContext mine, Fields theirs, CausalContext theirContext, Changes changes) {
    FieldDots touched = dotsWithin(theirContext);
    theirs.forEach((field, store) -> touched.addAll(field, store.dots().toList()));
    Fields[] joined = {this};
    touched.forEach((field, part) ->
        joined[0] = joined[0].joinField(field, mine, theirs.get(field), part, changes));
    return joined[0];
  }

  @SuppressWarnings({"unchecked", "ReferenceEquality"
  }) // one field, one type; the very same store: nothing changed
  private <T extends Store<T>> Fields joinField(
      Field field, CausalContext mine, Store<?> theirs, CausalContext theirContext, Changes outer) {
    T before = (T) get(field);
    Changes inner = new Changes();
    T after = before.join(mine, (T) theirs, theirContext, inner);
    return after == before ? this : with(field, before, after, inner, outer);
  }

  /** The live dots that are in the part. */
  private FieldDots dotsWithin(CausalContext part) {
    FieldDots found = new FieldDots(part);
    for (DotRange range : part.ranges()) {
      routes.within(range).forEachRemaining(route -> found.add(route.field(), route.dot()));
    }
    return found;
  }

  @Override
  Fields deleted() {
    Fields left = EMPTY;
    for (Field field : counters().fields()) {
      left = left.with(field, get(field).deleted());
    }
    return left;
  }

  @Override
  boolean hasCounters() {
    return counting;
  }

  @Override
  Fields countersBeyond(Summary peer) {
    return counters().beyond(peer);
  }

  @Override
  List<Fields> counterParts(long partWeight) {
    return counters().parts(partWeight);
  }

  @Override
  void summarizeCounters(int perRange, Summary.Counters summary) {
    table.cut(perRange, (first, last, count, sum) -> {
      if (sum != 0) {
        summary.fields().add(new Summary.FieldRange(first, last, sum));
      }
    });
  }

  /** What is in here that has no dots. */
  private FieldCounters counters() {
    return new FieldCounters(this);
  }

  /** The digest of the counters in the fields whose hashes are from first to last, both included. */
  long countersDigest(long first, long last) {
    return table.sum(first, last);
  }

  @Override
  long weightOf(Dot dot) {
    Route route = routes.get(dot);
    return route == null ? 0 : route.field().weight() + get(route.field()).weightOf(dot);
  }

  /** Levels of maps in here, this one included. */
  int height() {
    int[] highest = {0};
    forEach((field, store) ->
        highest[0] = Math.max(highest[0], store instanceof Fields inner ? inner.height() : 0));
    return highest[0] + 1;
  }

  @Override
  Fields within(CausalContext part) {
    Fields[] found = {EMPTY};
    dotsWithin(part)
        .forEach((field, own) -> found[0] = found[0].with(field, get(field).within(own)));
    return found[0];
  }

  @Override
  boolean exceeds(Fields other, ReplicaId replica) {
    for (Field field : counters().fields()) {
      if (exceeds(field, other, replica)) {
        return true;
      }
    }
    return false;
  }

  @SuppressWarnings("unchecked") // one field, one type
  private <T extends Store<T>> boolean exceeds(Field field, Fields other, ReplicaId replica) {
    return ((T) get(field)).exceeds((T) other.get(field), replica);
  }

  @Override
  boolean isLive() {
    return live > 0;
  }

  @Override
  Dots<?> dots() {
    return routes;
  }

  @Override
  long countersDigest() {
    return table.sum();
  }

  @Override
  long weight() {
    return weight;
  }

  @Override
  int breadth() {
    return routes.size() + table.count();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Fields that
            && table.count() == that.table.count()
            && digest() == that.digest() // tells nearly all that differ, and looks at nothing
            && toMap().equals(that.toMap()));
  }

  @Override
  public int hashCode() {
    return Long.hashCode(digest());
  }

  @Override
  public String toString() {
    return toMap().toString();
  }
}
