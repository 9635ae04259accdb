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
public final class PNCounter extends CausalCrdt<PNCounter, Tallies> {

  private static final PNCounter EMPTY =
      new PNCounter(new Causal<>(Tallies.EMPTY, CausalContext.empty()));

  private PNCounter(Causal<Tallies> causal) {
    super(causal);
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
    Tallies tallies = new Tallies(Tally.of(additions), Tally.of(subtractions));
    return EMPTY.with(new Causal<>(tallies, CausalContext.empty()));
  }

  /** What each replica has added, ordered by replica. */
  public List<CounterEntry> additions() {
    return store().added().entries();
  }

  /** What each replica has subtracted, ordered by replica. */
  public List<CounterEntry> subtractions() {
    return store().subtracted().entries();
  }

  /**
   * Counts up.
   *
   * @param amount above 0
   * @throws IllegalArgumentException if the amount is not above 0
   * @throws ArithmeticException if all that this replica ever added here would exceed 2^63 - 1; the state stands as it was
   */
  public Mutation<PNCounter> add(ReplicaId replica, long amount) {
    return mutation(
        new Tallies(store().added().added(replica, amount), Tally.EMPTY), CausalContext.empty());
  }

  /**
   * Counts down.
   *
   * @param amount above 0
   * @throws IllegalArgumentException if the amount is not above 0
   * @throws ArithmeticException if all that this replica ever subtracted here would exceed 2^63 - 1; the state stands as it was
   */
  public Mutation<PNCounter> subtract(ReplicaId replica, long amount) {
    return mutation(
        new Tallies(Tally.EMPTY, store().subtracted().added(replica, amount)),
        CausalContext.empty());
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
    return CrdtType.PNCOUNTER;
  }

  @Override
  PNCounter self() {
    return this;
  }

  @Override
  PNCounter with(Causal<Tallies> changed) {
    return new PNCounter(changed);
  }
}
