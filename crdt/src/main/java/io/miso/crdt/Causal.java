package io.miso.crdt;

/**
 * The kernel: a store and the context of every dot ever heard of. What is in the context and not live in the store has been removed;
 * nothing else is kept of it.
 *
 * <p>Join after Almeida, Shoker, Baquero 2018, on causal CRDTs: {@code (s, c) join (s', c') = ((s and s') or (s - c') or (s' - c), c or c')}.
 *
 * @param store what is live; all of its dots are in {@code context}
 * @param context the dots heard of
 */
record Causal<T extends Store<T>>(T store, CausalContext context) {

  /**
   * Puts parts together that somebody else made.
   *
   * @throws IllegalArgumentException if a live dot is not in the context
   */
  static <T extends Store<T>> Causal<T> of(T store, CausalContext context) {
    for (Dots.Entry live : store.dots()) {
      if (!context.contains(live.dot())) {
        throw new IllegalArgumentException(
            "live dot " + live.dot() + " is not in the causal context");
      }
    }
    return new Causal<>(store, context);
  }

  /** The delta of a deletion, which is also the state after it. Taking the whole context keeps it as small as the number of replicas. */
  Causal<T> deleted() {
    return new Causal<>(store.deleted(), context);
  }

  /** Costs what the smaller side costs, with a logarithm of the larger one. Gives back the larger side itself when nothing changes. */
  Causal<T> join(Causal<T> other) {
    return breadth() >= other.breadth() ? absorb(other) : other.absorb(this);
  }

  private long breadth() {
    return (long) store.breadth() + context.rangeCount();
  }

  @SuppressWarnings("ReferenceEquality") // the very same parts: nothing changed
  private Causal<T> absorb(Causal<T> small) {
    T joined = store.join(context, small.store, small.context, new Changes());
    CausalContext heard = context.join(small.context);
    return joined == store && heard == context ? this : new Causal<>(joined, heard);
  }

  boolean isEmpty() {
    return store.breadth() == 0 && context.isEmpty();
  }

  long digest() {
    return store.digest() + context.digest();
  }

  long weight() {
    return store.weight() + context.weight();
  }
}
