package io.miso.crdt;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;

/**
 * A counter that goes up (Shapiro et al. 2011, section 3.1.2) and can be deleted.
 *
 * <p>Per replica it keeps what was counted and how much of that was removed by deletions, both joined by maximum; its value is the
 * sum of the differences. It grows with the number of replicas that ever counted. A delta is one entry.
 */
public final class GCounter implements Crdt<GCounter> {

  private static final GCounter EMPTY = new GCounter(Tally.EMPTY);

  private final Tally counted;

  private GCounter(Tally counted) {
    this.counted = counted;
  }

  public static GCounter empty() {
    return EMPTY;
  }

  /**
   * Rebuilds a state or delta from its {@link #entries()}, in any order.
   *
   * @throws IllegalArgumentException if a replica occurs twice
   */
  public static GCounter of(Collection<CounterEntry> entries) {
    return new GCounter(Tally.of(entries));
  }

  /** What each replica has counted, ordered by replica. */
  public List<CounterEntry> entries() {
    return counted.entries();
  }

  /**
   * Counts up.
   *
   * @param amount above 0
   * @throws IllegalArgumentException if the amount is not above 0
   * @throws ArithmeticException if all that this replica ever added here would exceed 2^63 - 1; the state stands as it was
   */
  public Mutation<GCounter> add(ReplicaId replica, long amount) {
    return Mutation.of(this, new GCounter(counted.added(replica, amount)));
  }

  /**
   * The value.
   *
   * @throws ArithmeticException if the value does not fit 64 bits; see {@link #exactValue()}
   */
  public long value() {
    long sum = counted.sumOrOverflow();
    return sum >= 0 ? sum : exactValue().longValueExact();
  }

  /** The value, however large. */
  public BigInteger exactValue() {
    return counted.sum();
  }

  @Override
  public CrdtType type() {
    return CrdtType.GCOUNTER;
  }

  @Override
  public GCounter join(GCounter other) {
    return new GCounter(counted.join(other.counted));
  }

  @Override
  public Mutation<GCounter> delete() {
    return Mutation.of(this, new GCounter(counted.deleted()));
  }

  @Override
  public boolean isLive() {
    return counted.isLive();
  }

  @Override
  public boolean isEmpty() {
    return counted.isEmpty();
  }

  @Override
  public boolean exceeds(GCounter other, ReplicaId replica) {
    return counted.exceeds(other.counted, replica);
  }

  @Override
  public long weight() {
    return counted.weight();
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof GCounter that && counted.equals(that.counted));
  }

  @Override
  public int hashCode() {
    return counted.hashCode();
  }

  @Override
  public String toString() {
    return type() + "(" + counted + ")";
  }
}
