package io.miso.crdt;

/**
 * An immutable replicated value, at once a state and a delta.
 *
 * <p>Copies that have joined the same mutations are equal, whatever the order, the repetitions and the grouping in which they
 * arrived (strong eventual consistency). Instances may cross threads freely.
 *
 * @param <S> the type itself
 */
@SuppressWarnings("AmbiguousMethodReference") // the two joins do the same
public sealed interface Crdt<S extends Crdt<S>> permits GCounter, PNCounter, CausalCrdt {

  CrdtType type();

  /**
   * The least state that holds all that both hold. Total: it refuses nothing, for size or for range. When it adds nothing to one
   * of the two, the result equals that one.
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
          "a " + one.type() + " cannot be compared with a " + other.type());
    }
    return one.exceeds((S) other, replica);
  }

  @SuppressWarnings("unchecked") // the types were compared; each type number has one class
  private static <S extends Crdt<S>> Crdt<?> joinSame(Crdt<S> one, Crdt<?> other) {
    if (one.type() != other.type()) {
      throw new IllegalArgumentException(
          "a " + one.type() + " cannot be joined with a " + other.type());
    }
    return one.join((S) other);
  }
}
