package io.miso.crdt;

import java.util.List;

/**
 * What a state holds beside its causal context; immutable. Stores are the dot stores of Almeida, Shoker and Baquero 2018 ({@link
 * Writes} for dots with what they wrote, {@link Fields} for maps of stores) and the two that are joined by maximum and need no context,
 * {@link Tallies} and {@link Escrow}. Each says what only it can know; {@link Causal} and {@link CausalCrdt} say the rest once.
 *
 * @param <T> the store itself
 */
abstract sealed class Store<T extends Store<T>> permits Writes, Fields, Tallies, Escrow {

  /**
   * The join with another store, given the contexts of both. Costs what the other store and its context cost, plus O(log n) for each
   * run of dots in that context and for each dot that changes. Gives back this very store when nothing changes.
   *
   * @param changes told each live dot that comes or goes
   */
  abstract T join(CausalContext mine, T theirs, CausalContext theirContext, Changes changes);

  /** The store without its content, as a deletion leaves it; joined as a delta, with the context, it deletes. */
  abstract T deleted();

  /** The live dots whose dots are in the part, and nothing that has no dots. */
  abstract T within(CausalContext part);

  /** Whether this holds anything that has no dots: counters. */
  boolean hasCounters() {
    return breadth() > 0 && dots().isEmpty();
  }

  /** What this holds that has no dots and that adds to what the peer said it has; or all of that, where the peer's words do not tell. */
  abstract T countersBeyond(Summary peer);

  /** What this holds that has no dots, in parts of about so much weight; each is a delta. */
  abstract List<T> counterParts(long weight);

  /** Says what this holds that has no dots. */
  void summarizeCounters(int perRange, Summary.Counters summary) {}

  /** The encoded size of a live dot with what it wrote, estimated in bytes. */
  long weightOf(Dot dot) {
    return 0;
  }

  /** Whether a reader can tell this from the empty store. */
  abstract boolean isLive();

  /** The live dots, with what they add to the digest. */
  abstract Dots<?> dots();

  /** The part of the digest that is of no dot. */
  long countersDigest() {
    return 0;
  }

  /** The sum of a hash of each entry; the same on every node for equal stores. */
  final long digest() {
    return dots().sum() + countersDigest();
  }

  /** Whether this has counted something for the replica that the other has not. */
  boolean exceeds(T other, ReplicaId replica) {
    return false;
  }

  /** An estimate of the encoded size in bytes. */
  abstract long weight();

  /** About how many entries a join with this as the other store looks at. */
  abstract int breadth();
}
