package io.miso.crdt;

/**
 * What one dot wrote, in a type whose live dots carry something.
 *
 * @param <W> the type itself; its order is total and consistent with equals
 */
@SuppressWarnings("ComparableType") // an implementation names itself
interface Write<W> extends Comparable<W> {

  /** What a reader looks it up by: the element of a set, the value of a register. */
  Value term();

  /**
   * A hash of the content, the same on every node.
   *
   * @param termHash that of {@link #term()}
   */
  long hash(long termHash);

  /** An estimate of the encoded size in bytes, in constant time. */
  long weight();
}
