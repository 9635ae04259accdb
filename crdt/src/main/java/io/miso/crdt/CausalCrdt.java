package io.miso.crdt;

import java.util.NavigableMap;

/**
 * What the causal types have in common: values written by live dots, and a causal context (Almeida, Shoker, Baquero 2018,
 * section 7). Memory and encoded size grow with the live dots, the replicas that ever wrote, and the gaps left by deltas that are
 * still on their way. Removed content leaves nothing of its own behind.
 *
 * @param <S> the type itself
 */
public abstract sealed class CausalCrdt<S extends CausalCrdt<S>> implements Crdt<S>
    permits GSet, ORSet, MVRegister, EWFlag {

  final Causal causal;

  CausalCrdt(Causal causal) {
    this.causal = causal;
  }

  abstract S self();

  abstract S with(Causal changed);

  /** The mutation with this delta; this very state when there is nothing to tell. */
  final Mutation<S> mutation(Causal delta) {
    return Mutation.of(self(), with(delta));
  }

  /** The live dots, each with the value it wrote, in order; a flag's dots write {@code true}. Immutable. */
  public final NavigableMap<Dot, Value> liveDots() {
    return causal.live().byDot();
  }

  /** Every dot heard of. In a delta: exactly the dots that the delta is about. */
  public final CausalContext context() {
    return causal.context();
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the very same kernel: nothing changed
  public final S join(S other) {
    Causal joined = causal.join(other.causal);
    return joined == causal ? self() : with(joined);
  }

  @Override
  public final Mutation<S> delete() {
    return mutation(causal.deleted());
  }

  @Override
  public final boolean isLive() {
    return !causal.live().isEmpty();
  }

  @Override
  public final boolean isEmpty() {
    return causal.context().isEmpty();
  }

  @Override
  public final boolean exceeds(S other, ReplicaId replica) {
    return causal.context().exceeds(other.context(), replica);
  }

  @Override
  public final long weight() {
    return causal.weight();
  }

  @Override
  public final boolean equals(Object other) {
    return this == other
        || (other instanceof CausalCrdt<?> that
            && type() == that.type()
            && causal.equals(that.causal));
  }

  @Override
  public final int hashCode() {
    return 31 * type().number() + causal.hashCode();
  }

  @Override
  public final String toString() {
    return type() + "(" + causal.live() + ", heard of " + causal.context() + ")";
  }
}
