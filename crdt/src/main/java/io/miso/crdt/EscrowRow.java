package io.miso.crdt;

import java.math.BigInteger;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What one replica did to a {@link BoundedCounter}. Every number only grows.
 *
 * @param granted how much it ever counted up; these rights are its own
 * @param spent how much it ever counted down
 * @param given how many rights it ever gave to other replicas, by replica; above 0 each
 */
public record EscrowRow(long granted, long spent, NavigableMap<ReplicaId, Long> given) {

  static final EscrowRow EMPTY = new EscrowRow(0, 0, new TreeMap<>());

  /**
   * Checks and copies the numbers.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public EscrowRow {
    if (granted < 0 || spent < 0 || given.values().stream().anyMatch(amount -> amount < 1)) {
      throw new IllegalArgumentException(
          "granted and spent must be at least 0 and gifts at least 1, not " + granted + ", " + spent
              + " and " + given.values());
    }
    given = Collections.unmodifiableNavigableMap(new TreeMap<>(given));
  }

  EscrowRow granting(long amount) {
    return new EscrowRow(Math.addExact(granted, amount), spent, given);
  }

  EscrowRow spending(long amount) {
    return new EscrowRow(granted, Math.addExact(spent, amount), given);
  }

  EscrowRow giving(ReplicaId to, long amount) {
    NavigableMap<ReplicaId, Long> more = new TreeMap<>(given);
    more.merge(to, amount, Math::addExact);
    return new EscrowRow(granted, spent, more);
  }

  long givenTo(ReplicaId replica) {
    return given.getOrDefault(replica, 0L);
  }

  /** What is left of its own rights; below 0 where it spent or gave what it was given. */
  BigInteger left() {
    BigInteger left = BigInteger.valueOf(granted).subtract(BigInteger.valueOf(spent));
    for (long amount : given.values()) {
      left = left.subtract(BigInteger.valueOf(amount));
    }
    return left;
  }

  EscrowRow join(EscrowRow other) {
    NavigableMap<ReplicaId, Long> all = new TreeMap<>(given);
    other.given.forEach((replica, amount) -> all.merge(replica, amount, Math::max));
    return new EscrowRow(Math.max(granted, other.granted), Math.max(spent, other.spent), all);
  }

  long digest() {
    long sum = Hash.of(3, granted, spent);
    for (Map.Entry<ReplicaId, Long> gift : given.entrySet()) {
      sum += Hash.of(4, Hash.of(gift.getKey()), gift.getValue());
    }
    return sum;
  }
}
