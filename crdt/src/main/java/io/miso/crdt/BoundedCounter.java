package io.miso.crdt;

import java.math.BigInteger;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A counter that never falls below 0, on any replica, in any partition (escrow; bounded counter of Balegas et al. 2015, "Extending eventually
 * consistent cloud databases for enforcing numeric invariants").
 *
 * <p>Counting up by some amount gives the replica as many rights; counting down spends them, and a replica without rights refuses. Rights can be
 * transferred. The value is the rights of all replicas together. Rights belong to a replica id: those of a copy that was lost are lost with it, until
 * the counter is deleted.
 *
 * <p>A delta is the whole state, which is small: a spending never travels without the rights it rests on. It grows with the replicas that ever
 * counted, and with the pairs of them that transferred rights.
 *
 * <p><b>Deletion wins</b> over what is concurrent: it starts the next era, and nothing of an earlier era counts. In all other types concurrent updates
 * survive; here a spending could survive the rights it rests on, and the value could fall below 0 (docs/adr/0010).
 */
public final class BoundedCounter extends CausalCrdt<BoundedCounter, Escrow> {

  private static final BoundedCounter EMPTY =
      new BoundedCounter(new Causal<>(Escrow.EMPTY, CausalContext.empty()));

  private BoundedCounter(Causal<Escrow> causal) {
    super(causal);
  }

  public static BoundedCounter empty() {
    return EMPTY;
  }

  /**
   * Rebuilds a state from {@link #era()} and {@link #rows()}.
   *
   * @throws IllegalArgumentException if the era is below 0
   */
  public static BoundedCounter of(long era, Map<ReplicaId, EscrowRow> rows) {
    if (era < 0) {
      throw new IllegalArgumentException("era must be at least 0, not " + era);
    }
    return EMPTY.with(new Causal<>(new Escrow(era, new TreeMap<>(rows)), CausalContext.empty()));
  }

  /** How often it was deleted. */
  public long era() {
    return store().era();
  }

  /** What each replica did in this era, ordered by replica. */
  public NavigableMap<ReplicaId, EscrowRow> rows() {
    return store().rows();
  }

  /**
   * Counts up; the replica gets as many rights.
   *
   * @param amount above 0
   * @throws IllegalArgumentException if the amount is not above 0
   * @throws ArithmeticException if all that this replica ever added here would exceed 2^63 - 1
   */
  public Mutation<BoundedCounter> increment(ReplicaId replica, long amount) {
    return changed(replica, store().row(replica).granting(positive(amount)));
  }

  /**
   * Counts down, from the rights of the replica alone.
   *
   * @param amount above 0
   * @return empty if the rights of the replica do not reach
   * @throws IllegalArgumentException if the amount is not above 0
   * @throws ArithmeticException if all that this replica ever spent here would exceed 2^63 - 1
   */
  public Optional<Mutation<BoundedCounter>> decrement(ReplicaId replica, long amount) {
    return reaches(replica, positive(amount))
        ? Optional.of(changed(replica, store().row(replica).spending(amount)))
        : Optional.empty();
  }

  /**
   * Gives rights of one replica to another; the value stays.
   *
   * @param amount above 0
   * @return empty if the rights of the giver do not reach
   * @throws IllegalArgumentException if the amount is not above 0, or both replicas are one
   * @throws ArithmeticException if all that it ever gave to that replica would exceed 2^63 - 1
   */
  public Optional<Mutation<BoundedCounter>> transfer(ReplicaId from, ReplicaId to, long amount) {
    if (from.equals(to)) {
      throw new IllegalArgumentException("a replica gives rights to another, not to itself");
    }
    return reaches(from, positive(amount))
        ? Optional.of(changed(from, store().row(from).giving(to, amount)))
        : Optional.empty();
  }

  /**
   * How much a replica may count down now; at least 0 as long as no replica id is used by two copies.
   *
   * @throws ArithmeticException if it does not fit 64 bits
   */
  public long rights(ReplicaId replica) {
    return store().rights(replica).longValueExact();
  }

  /**
   * The value; at least 0 as long as no replica id is used by two copies.
   *
   * @throws ArithmeticException if it does not fit 64 bits; see {@link #exactValue()}
   */
  public long value() {
    return exactValue().longValueExact();
  }

  /** The value, however large. */
  public BigInteger exactValue() {
    return store().value();
  }

  private Mutation<BoundedCounter> changed(ReplicaId replica, EscrowRow row) {
    BoundedCounter state = with(new Causal<>(store().with(replica, row), CausalContext.empty()));
    return new Mutation<>(state, state);
  }

  private boolean reaches(ReplicaId replica, long amount) {
    return store().rights(replica).compareTo(BigInteger.valueOf(amount)) >= 0;
  }

  private static long positive(long amount) {
    if (amount <= 0) {
      throw new IllegalArgumentException("amount must be above 0, not " + amount);
    }
    return amount;
  }

  @Override
  public CrdtType type() {
    return CrdtType.BOUNDED_COUNTER;
  }

  @Override
  BoundedCounter self() {
    return this;
  }

  @Override
  BoundedCounter with(Causal<Escrow> changed) {
    return new BoundedCounter(changed);
  }
}
