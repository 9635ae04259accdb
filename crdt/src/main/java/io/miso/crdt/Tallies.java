package io.miso.crdt;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What a counter holds: what was added and what was subtracted. Joined by maximum, so it needs no context. A counter that only goes up
 * leaves the second part empty.
 */
final class Tallies extends Store<Tallies> {

  static final Tallies EMPTY = new Tallies(Tally.EMPTY, Tally.EMPTY);

  private final Tally added;
  private final Tally subtracted;

  Tallies(Tally added, Tally subtracted) {
    this.added = added;
    this.subtracted = subtracted;
  }

  Tally added() {
    return added;
  }

  Tally subtracted() {
    return subtracted;
  }

  Tallies join(Tallies other) {
    return join(added.join(other.added), subtracted.join(other.subtracted));
  }

  @SuppressWarnings("ReferenceEquality") // the very same parts: nothing changed
  private Tallies join(Tally up, Tally down) {
    return up == added && down == subtracted ? this : new Tallies(up, down);
  }

  @Override
  Tallies join(CausalContext mine, Tallies theirs, CausalContext theirContext, Changes changes) {
    return join(theirs);
  }

  /** What this has and the other lacks. */
  Tallies minus(Tallies other) {
    return new Tallies(added.minus(other.added), subtracted.minus(other.subtracted));
  }

  @Override
  Tallies countersBeyond(Summary peer) {
    return minus(new Tallies(
        Tally.of(peer.counters().additions()), Tally.of(peer.counters().subtractions())));
  }

  @Override
  List<Tallies> counterParts(long partWeight) {
    int entries = (int) Math.max(1, Math.min(Integer.MAX_VALUE, partWeight / Tally.ENTRY_WEIGHT));
    List<Tallies> parts = new ArrayList<>();
    added.cut(entries).forEach(part -> parts.add(new Tallies(part, Tally.EMPTY)));
    subtracted.cut(entries).forEach(part -> parts.add(new Tallies(Tally.EMPTY, part)));
    return parts;
  }

  @Override
  void summarizeCounters(int perRange, Summary.Counters summary) {
    summary.additions().addAll(added.entries());
    summary.subtractions().addAll(subtracted.entries());
  }

  @Override
  Tallies deleted() {
    return new Tallies(added.deleted(), subtracted.deleted());
  }

  @Override
  Tallies within(CausalContext part) {
    return EMPTY;
  }

  /**
   * The value.
   *
   * @throws ArithmeticException if it does not fit 64 bits
   */
  long value() {
    long up = added.sumOrOverflow();
    long down = subtracted.sumOrOverflow();
    return up >= 0 && down >= 0 ? up - down : exactValue().longValueExact();
  }

  BigInteger exactValue() {
    return added.sum().subtract(subtracted.sum());
  }

  @Override
  boolean isLive() {
    return added.isLive() || subtracted.isLive();
  }

  @Override
  Dots<?> dots() {
    return Dots.empty();
  }

  @Override
  long countersDigest() {
    return Hash.of(1, added.digest()) + Hash.of(2, subtracted.digest());
  }

  @Override
  boolean exceeds(Tallies other, ReplicaId replica) {
    return added.exceeds(other.added, replica) || subtracted.exceeds(other.subtracted, replica);
  }

  @Override
  long weight() {
    return added.weight() + subtracted.weight();
  }

  @Override
  int breadth() {
    return added.size() + subtracted.size();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Tallies that
            && added.equals(that.added)
            && subtracted.equals(that.subtracted));
  }

  @Override
  public int hashCode() {
    return 31 * added.hashCode() + subtracted.hashCode();
  }

  @Override
  public String toString() {
    return "added " + added + ", subtracted " + subtracted;
  }
}
