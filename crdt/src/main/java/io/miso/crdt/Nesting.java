package io.miso.crdt;

import java.util.Collection;

/** Depth and weight of what arrays and objects hold. */
final class Nesting {

  private Nesting() {}

  /**
   * The depth of a value that holds these.
   *
   * @throws IllegalArgumentException if that is more than {@link Value#MAX_DEPTH}
   */
  static int around(Collection<Value> inner) {
    int depth = 1;
    for (Value value : inner) {
      depth = Math.max(depth, value.depth() + 1);
    }
    if (depth > Value.MAX_DEPTH) {
      throw new IllegalArgumentException(
          "arrays and objects nested deeper than " + Value.MAX_DEPTH);
    }
    return depth;
  }

  static long weight(Collection<Value> inner) {
    long weight = 0;
    for (Value value : inner) {
      weight += value.weight();
    }
    return weight;
  }
}
