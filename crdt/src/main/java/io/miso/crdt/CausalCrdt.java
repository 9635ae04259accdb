package io.miso.crdt;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What all types have in common: a store and a causal context (Almeida, Shoker, Baquero 2018), joined, deleted, compared and cut by the
 * kernel. A type adds its mutators, which make deltas, and its queries.
 *
 * @param <S> the type itself
 * @param <T> what it stores
 */
abstract sealed class CausalCrdt<S extends CausalCrdt<S, T>, T extends Store<T>> implements Crdt<S>
    permits WritesCrdt, GCounter, PNCounter, BoundedCounter, ORMap {

  final Causal<T> causal;

  CausalCrdt(Causal<T> causal) {
    this.causal = causal;
  }

  abstract S self();

  abstract S with(Causal<T> changed);

  final T store() {
    return causal.store();
  }

  /** The mutation with this delta. */
  final Mutation<S> mutation(T store, CausalContext context) {
    S delta = with(new Causal<>(store, context));
    return new Mutation<>(self().join(delta), delta);
  }

  @Override
  public final CausalContext context() {
    return causal.context();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the very same kernel: nothing changed
  public final S join(S other) {
    Causal<T> joined = causal.join(other.causal);
    return joined == causal ? self() : joined == other.causal ? other : with(joined);
  }

  @Override
  public final Mutation<S> delete() {
    Causal<T> deleted = causal.deleted();
    return mutation(deleted.store(), deleted.context());
  }

  @Override
  public final boolean isLive() {
    return store().isLive();
  }

  @Override
  public final boolean isEmpty() {
    return causal.isEmpty();
  }

  @Override
  public final boolean exceeds(S other, ReplicaId replica) {
    return causal.context().exceeds(other.context(), replica)
        || store().exceeds(other.store(), replica);
  }

  @Override
  public final long digest() {
    return Hash.of(type().number(), causal.digest());
  }

  @Override
  public final Summary summary(int perRange) {
    List<Summary.LiveRange> live = new ArrayList<>();
    store().dots().cut(perRange, (range, sum) -> live.add(new Summary.LiveRange(range, sum)));
    Summary.Counters counters = new Summary.Counters();
    store().summarizeCounters(perRange, counters);
    return new Summary(type(), digest(), context(), live, counters);
  }

  @Override
  public final S difference(Summary peer) {
    if (peer.type() != type()) {
      throw new IllegalArgumentException(
          type().label() + " has no difference to " + peer.type().label());
    }
    if (peer.digest() == digest()) {
      return with(new Causal<>(emptyStore(), CausalContext.empty()));
    }
    CausalContext news = context().minus(peer.context());
    T store = store()
        .within(news)
        .join(
            CausalContext.empty(),
            store().countersBeyond(peer),
            CausalContext.empty(),
            new Changes());
    return with(new Causal<>(store, news.join(removedSince(peer))));
  }

  /** The dots that the peer may have live and that were removed here. */
  private CausalContext removedSince(Summary peer) {
    CausalContext known = context().intersect(peer.context());
    List<DotRange> removed = new ArrayList<>();
    for (Summary.LiveRange theirs : peer.live()) {
      List<DotRange> runs = CausalContext.of(theirs.range()).intersect(known).ranges();
      long sum = 0;
      for (DotRange run : runs) {
        sum += store().dots().sum(run);
      }
      if (sum != theirs.digest()) {
        runs.forEach(run -> addRemoved(run, removed));
      }
    }
    return CausalContext.ofRanges(removed);
  }

  /** Adds what is not live within a run of dots. */
  private void addRemoved(DotRange run, List<DotRange> removed) {
    long first = run.first();
    for (var live = store().dots().within(run); live.hasNext(); ) {
      long sequence = live.next().dot().sequence();
      if (first < sequence) {
        removed.add(new DotRange(run.replica(), first, sequence - 1));
      }
      if (sequence == run.last()) {
        return;
      }
      first = sequence + 1;
    }
    removed.add(new DotRange(run.replica(), first, run.last()));
  }

  @Override
  public final Iterator<S> chunks(long weight) {
    return new Chunks<>(this, weight);
  }

  @SuppressWarnings("unchecked") // the type has one kind of store
  final T emptyStore() {
    return (T) type().emptyStore();
  }

  @Override
  public final long weight() {
    return causal.weight();
  }

  @Override
  public final boolean equals(Object other) {
    return this == other
        || (other instanceof CausalCrdt<?, ?> that
            && type() == that.type()
            && causal.equals(that.causal));
  }

  @Override
  public final int hashCode() {
    return 31 * type().number() + causal.hashCode();
  }

  @Override
  public final String toString() {
    return type().label() + "(" + causal.store() + ", heard of " + causal.context() + ")";
  }
}
