package io.miso.crdt;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a {@link BoundedCounter} holds: the era, and a row for each replica that changed something in it. Only the replica itself writes its
 * row, and every number in it only grows. A later era takes the place of an earlier one; rows of one era are joined by maximum. The rows are
 * ascending by replica and never written to after construction.
 */
final class Escrow extends Store<Escrow> {

  static final Escrow EMPTY = new Escrow(0, Collections.emptyNavigableMap());
  private static final long ROW_WEIGHT = 34;
  private static final long GIFT_WEIGHT = 8;

  private final long era;
  private final NavigableMap<ReplicaId, EscrowRow> rows;

  Escrow(long era, NavigableMap<ReplicaId, EscrowRow> rows) {
    this.era = era;
    this.rows = rows;
  }

  long era() {
    return era;
  }

  NavigableMap<ReplicaId, EscrowRow> rows() {
    return rows;
  }

  EscrowRow row(ReplicaId replica) {
    return Objects.requireNonNullElse(rows.get(replica), EscrowRow.EMPTY);
  }

  Escrow with(ReplicaId replica, EscrowRow row) {
    NavigableMap<ReplicaId, EscrowRow> changed = new TreeMap<>(rows);
    changed.put(replica, row);
    return new Escrow(era, Collections.unmodifiableNavigableMap(changed));
  }

  /** What a replica may still spend: never below 0. */
  BigInteger rights(ReplicaId replica) {
    BigInteger rights = row(replica).left();
    for (EscrowRow giver : rows.values()) {
      rights = rights.add(BigInteger.valueOf(giver.givenTo(replica)));
    }
    return rights;
  }

  /** What all replicas together may still spend: the value. */
  BigInteger value() {
    BigInteger value = BigInteger.ZERO;
    for (EscrowRow row : rows.values()) {
      value = value.add(BigInteger.valueOf(row.granted() - row.spent()));
    }
    return value;
  }

  @Override
  Escrow join(CausalContext mine, Escrow theirs, CausalContext theirContext, Changes changes) {
    if (era > theirs.era) {
      return this;
    }
    if (era < theirs.era) {
      return theirs;
    }
    NavigableMap<ReplicaId, EscrowRow> joined = new TreeMap<>(rows);
    theirs.rows.forEach((replica, row) -> joined.merge(replica, row, EscrowRow::join));
    return joined.equals(rows)
        ? this
        : new Escrow(era, Collections.unmodifiableNavigableMap(joined));
  }

  /** Starts the next era. An untouched counter has nothing to delete. */
  @Override
  Escrow deleted() {
    return rows.isEmpty()
        ? this
        : new Escrow(Math.addExact(era, 1), Collections.emptyNavigableMap());
  }

  @Override
  Escrow within(CausalContext part) {
    return EMPTY;
  }

  /** All or nothing: a spending never travels without the rights it rests on. */
  @Override
  Escrow countersBeyond(Summary peer) {
    return this;
  }

  @Override
  List<Escrow> counterParts(long partWeight) {
    return breadth() == 0 ? List.of() : List.of(this);
  }

  @Override
  boolean isLive() {
    return !rows.isEmpty();
  }

  @Override
  Dots<?> dots() {
    return Dots.empty();
  }

  @Override
  long countersDigest() {
    long sum = era;
    for (var entry : rows.entrySet()) {
      sum += Hash.of(Hash.of(entry.getKey()), era, entry.getValue().digest());
    }
    return sum;
  }

  @Override
  boolean exceeds(Escrow other, ReplicaId replica) {
    EscrowRow known = era > other.era ? EscrowRow.EMPTY : other.row(replica);
    return era >= other.era && !known.join(row(replica)).equals(known);
  }

  @Override
  long weight() {
    long weight = 4;
    for (EscrowRow row : rows.values()) {
      weight += ROW_WEIGHT + GIFT_WEIGHT * row.given().size();
    }
    return weight;
  }

  @Override
  int breadth() {
    return era == 0 ? rows.size() : rows.size() + 1;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Escrow that && era == that.era && rows.equals(that.rows));
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(era) + rows.hashCode();
  }

  @Override
  public String toString() {
    return "era " + era + ", " + rows;
  }
}
