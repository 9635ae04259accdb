package io.miso.crdt;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;

/**
 * A counter that goes up and down (Shapiro et al. 2011, section 3.1.3) and can be deleted.
 *
 * <p>Per replica and direction it keeps what was counted and how much of that was removed by deletions, all joined by maximum; its
 * value is the sum of the differences, additions less subtractions. It grows with the number of replicas that ever counted. A
 * delta is one entry.
 */
public final class PNCounter implements Crdt<PNCounter> {

  private static final PNCounter EMPTY = new PNCounter(Tally.EMPTY, Tally.EMPTY);

  private final Tally added;
  private final Tally subtracted;

  private PNCounter(Tally added, Tally subtracted) {
    this.added = added;
    this.subtracted = subtracted;
  }

  public static PNCounter empty() {
    return EMPTY;
  }

  /**
   * Rebuilds a state or delta from {@link #additions()} and {@link #subtractions()}, in any order.
   *
   * @throws IllegalArgumentException if a replica occurs twice in one direction
   */
  public static PNCounter of(
      Collection<CounterEntry> additions, Collection<CounterEntry> subtractions) {
    return new PNCounter(Tally.of(additions), Tally.of(subtractions));
  }

  /** What each replica has added, ordered by replica. */
  public List<CounterEntry> additions() {
    return added.entries();
  }

  /** What each replica has subtracted, ordered by replica. */
  public List<CounterEntry> subtractions() {
    return subtracted.entries();
  }

  /**
   * Counts up.
   *
   * @param amount above 0
   * @throws IllegalArgumentException if the amount is not above 0
   * @throws ArithmeticException if all that this replica ever added here would exceed 2^63 - 1; the state stands as it was
   */
  public Mutation<PNCounter> add(ReplicaId replica, long amount) {
    return Mutation.of(this, new PNCounter(added.added(replica, amount), Tally.EMPTY));
  }

  /**
   * Counts down.
   *
   * @param amount above 0
   * @throws IllegalArgumentException if the amount is not above 0
   * @throws ArithmeticException if all that this replica ever subtracted here would exceed 2^63 - 1; the state stands as it was
   */
  public Mutation<PNCounter> subtract(ReplicaId replica, long amount) {
    return Mutation.of(this, new PNCounter(Tally.EMPTY, subtracted.added(replica, amount)));
  }

  /**
   * The value.
   *
   * @throws ArithmeticException if the value does not fit 64 bits; see {@link #exactValue()}
   */
  public long value() {
    long up = added.sumOrOverflow();
    long down = subtracted.sumOrOverflow();
    return up >= 0 && down >= 0 ? up - down : exactValue().longValueExact();
  }

  /** The value, however large. */
  public BigInteger exactValue() {
    return added.sum().subtract(subtracted.sum());
  }

  @Override
  public CrdtType type() {
    return CrdtType.PNCOUNTER;
  }

  @Override
  public PNCounter join(PNCounter other) {
    return new PNCounter(added.join(other.added), subtracted.join(other.subtracted));
  }

  @Override
  public Mutation<PNCounter> delete() {
    return Mutation.of(this, new PNCounter(added.deleted(), subtracted.deleted()));
  }

  @Override
  public boolean isLive() {
    return added.isLive() || subtracted.isLive();
  }

  @Override
  public boolean isEmpty() {
    return added.isEmpty() && subtracted.isEmpty();
  }

  @Override
  public boolean exceeds(PNCounter other, ReplicaId replica) {
    return added.exceeds(other.added, replica) || subtracted.exceeds(other.subtracted, replica);
  }

  @Override
  public long weight() {
    return added.weight() + subtracted.weight();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof PNCounter that
            && added.equals(that.added)
            && subtracted.equals(that.subtracted));
  }

  @Override
  public int hashCode() {
    return 31 * added.hashCode() + subtracted.hashCode();
  }

  @Override
  public String toString() {
    return type() + "(added " + added + ", subtracted " + subtracted + ")";
  }
}
