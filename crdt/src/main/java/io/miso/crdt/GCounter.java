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
public final class GCounter extends CausalCrdt<GCounter, Tallies> {

  private static final GCounter EMPTY =
      new GCounter(new Causal<>(Tallies.EMPTY, CausalContext.empty()));

  private GCounter(Causal<Tallies> causal) {
    super(causal);
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
    return EMPTY.with(
        new Causal<>(new Tallies(Tally.of(entries), Tally.EMPTY), CausalContext.empty()));
  }

  /** What each replica has counted, ordered by replica. */
  public List<CounterEntry> entries() {
    return store().added().entries();
  }

  /**
   * Counts up.
   *
   * @param amount above 0
   * @throws IllegalArgumentException if the amount is not above 0
   * @throws ArithmeticException if all that this replica ever added here would exceed 2^63 - 1; the state stands as it was
   */
  public Mutation<GCounter> add(ReplicaId replica, long amount) {
    return mutation(
        new Tallies(store().added().added(replica, amount), Tally.EMPTY), CausalContext.empty());
  }

  /**
   * The value.
   *
   * @throws ArithmeticException if the value does not fit 64 bits; see {@link #exactValue()}
   */
  public long value() {
    return store().value();
  }

  /** The value, however large. */
  public BigInteger exactValue() {
    return store().exactValue();
  }

  @Override
  public CrdtType type() {
    return CrdtType.GCOUNTER;
  }

  @Override
  GCounter self() {
    return this;
  }

  @Override
  GCounter with(Causal<Tallies> changed) {
    return new GCounter(changed);
  }
}
