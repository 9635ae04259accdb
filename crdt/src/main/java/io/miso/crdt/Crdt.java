package io.miso.crdt;

import java.util.Iterator;

/**
 * An immutable replicated value, at once a state and a delta.
 *
 * <p>Copies that have joined the same mutations are equal, whatever the order, the repetitions and the grouping in which they
 * arrived (strong eventual consistency). Instances may cross threads freely.
 *
 * @param <S> the type itself
 */
@SuppressWarnings("AmbiguousMethodReference") // the two joins do the same
public sealed interface Crdt<S extends Crdt<S>> permits CausalCrdt {

  CrdtType type();

  /**
   * The least state that holds all that both hold. Total: it refuses nothing, for size or for range. When it adds nothing to one
   * of the two, the result equals that one, and is that one where the other is no larger.
   */
  S join(S other);

  /**
   * Deletes by observed removal: what this state holds is gone for good wherever the delta arrives; updates that this state has
   * not seen survive.
   */
  Mutation<S> delete();

  /** Whether a reader can tell this from a value that was never written, or deleted. */
  boolean isLive();

  /** Whether this equals the empty state: nothing was ever written, or heard of. */
  boolean isEmpty();

  /**
   * Whether this knows of an event written by {@code replica} that {@code other} has not heard of. Removals are
   * no events of the replica whose writes they remove: any replica may remove them.
   */
  boolean exceeds(S other, ReplicaId replica);

  /** An estimate of the encoded size in bytes, in constant time or in that of the number of replicas. */
  long weight();

  /** Every dot heard of. In a delta: exactly the dots that the delta is about. Empty for counters, which need none. */
  CausalContext context();

  /**
   * A sum of a hash of each entry, the same on every node for equal states, and for unequal ones the same by accident alone (64 bits). Kept
   * up to date with each delta where a state can be large.
   */
  long digest();

  /**
   * What a peer has to be told of this state to find out what it lacks.
   *
   * @param perRange at most how many live dots, or fields with counters, one hash stands for; at least 1. With 1 the difference is exact, with more
   *     the summary is smaller and the difference may name some removals that are known already.
   */
  Summary summary(int perRange);

  /**
   * The smallest delta that brings the peer up to date, as far as its summary tells: joined by the peer it makes the state that joining this
   * whole state would make. Empty when the peer lacks nothing.
   *
   * <p>It compares live dots as well as contexts, since a context may cover dots that were never joined. It assumes that one dot has one write, as
   * all copies do unless a data directory was copied; states that stay different are to be exchanged whole.
   *
   * @throws IllegalArgumentException if the summary is of another type
   */
  S difference(Summary peer);

  /**
   * This state in parts of about so much {@link #weight}, each a delta in its own right: its context is exactly the run of dots that it covers, so
   * that parts may arrive in any order, or alone. A single entry that weighs more is a part of its own, and a {@link BoundedCounter} is never cut.
   *
   * @param weight at least 1
   */
  Iterator<S> chunks(long weight);

  /**
   * Joins two states whose type is known at run time only.
   *
   * @throws IllegalArgumentException if the types differ
   */
  static Crdt<?> join(Crdt<?> one, Crdt<?> other) {
    return joinSame(one, other);
  }

  /**
   * {@link #exceeds(Crdt, ReplicaId)} where the type is known only at run time.
   *
   * @throws IllegalArgumentException if the types differ
   */
  static boolean exceeds(Crdt<?> one, Crdt<?> other, ReplicaId replica) {
    return exceedsSame(one, other, replica);
  }

  @SuppressWarnings("unchecked") // the types were compared; each type number has one class
  private static <S extends Crdt<S>> boolean exceedsSame(
      Crdt<S> one, Crdt<?> other, ReplicaId replica) {
    if (one.type() != other.type()) {
      throw new IllegalArgumentException(
          one.type().label() + " cannot be compared with " + other.type().label());
    }
    return one.exceeds((S) other, replica);
  }

  @SuppressWarnings("unchecked") // the types were compared; each type number has one class
  private static <S extends Crdt<S>> Crdt<?> joinSame(Crdt<S> one, Crdt<?> other) {
    if (one.type() != other.type()) {
      throw new IllegalArgumentException(
          one.type().label() + " cannot be joined with " + other.type().label());
    }
    return one.join((S) other);
  }
}
