package io.miso.crdt;

/**
 * What a mutator returns.
 *
 * @param state the state after the mutation; equals {@code before.join(delta)}
 * @param delta what other copies need; joined with any state, or with other deltas on the way, it brings the mutation there
 */
public record Mutation<S>(S state, S delta) {

  static <S extends Crdt<S>> Mutation<S> of(S before, S delta) {
    return new Mutation<>(before.join(delta), delta);
  }
}
