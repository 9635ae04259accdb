package io.miso.crdt;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What each replica has counted in one direction; immutable. Per replica a total, and how much of it has been removed by deletions,
 * both joined by maximum. They never fall, and every state and delta has {@code total >= removed}, so every join has it too.
 *
 * <p>The arrays run in parallel, ordered by replica, and are never written to after construction.
 */
final class Tally {

  static final Tally EMPTY = new Tally(new ReplicaId[0], new long[0], new long[0]);
  static final long ENTRY_WEIGHT = 34;

  private final ReplicaId[] replicas;
  private final long[] totals;
  private final long[] removed;

  private Tally(ReplicaId[] replicas, long[] totals, long[] removed) {
    this.replicas = replicas;
    this.totals = totals;
    this.removed = removed;
  }

  /**
   * @throws IllegalArgumentException if a replica occurs twice
   */
  static Tally of(Collection<CounterEntry> entries) {
    List<CounterEntry> ordered =
        entries.stream().sorted(Comparator.comparing(CounterEntry::replica)).toList();
    for (int i = 1; i < ordered.size(); i++) {
      if (ordered.get(i).replica().equals(ordered.get(i - 1).replica())) {
        throw new IllegalArgumentException("two entries for " + ordered.get(i).replica());
      }
    }
    return new Tally(
        ordered.stream().map(CounterEntry::replica).toArray(ReplicaId[]::new),
        ordered.stream().mapToLong(CounterEntry::total).toArray(),
        ordered.stream().mapToLong(CounterEntry::removed).toArray());
  }

  List<CounterEntry> entries() {
    return IntStream.range(0, replicas.length).mapToObj(this::entry).toList();
  }

  private CounterEntry entry(int index) {
    return new CounterEntry(replicas[index], totals[index], removed[index]);
  }

  /**
   * The delta of counting on: the entry of the replica, alone.
   *
   * @throws IllegalArgumentException if the amount is not above 0
   * @throws ArithmeticException if the total of the replica would not fit 63 bits
   */
  Tally added(ReplicaId replica, long amount) {
    if (amount <= 0) {
      throw new IllegalArgumentException("amount must be above 0, not " + amount);
    }
    int index = Arrays.binarySearch(replicas, replica);
    long before = index < 0 ? 0 : totals[index];
    if (amount > Long.MAX_VALUE - before) {
      throw new ArithmeticException(
          "adding " + amount + " to the " + before + " counted by " + replica + " overflows");
    }
    long gone = index < 0 ? 0 : removed[index];
    return new Tally(new ReplicaId[] {replica}, new long[] {before + amount}, new long[] {gone});
  }

  /** The delta, and the state, of a deletion: everything counted so far is removed. */
  Tally deleted() {
    return new Tally(replicas, totals, totals);
  }

  /** The join; this very tally where the other adds nothing to it. */
  Tally join(Tally other) {
    if (containsAll(other)) {
      return this;
    }
    ReplicaId[] names = containsReplicas(other) ? replicas : union(other);
    long[] joinedTotals = align(names, totals);
    long[] joinedRemoved = align(names, removed);
    for (int theirs = 0, at = 0; theirs < other.replicas.length; theirs++, at++) {
      while (!names[at].equals(other.replicas[theirs])) {
        at++;
      }
      joinedTotals[at] = Math.max(joinedTotals[at], other.totals[theirs]);
      joinedRemoved[at] = Math.max(joinedRemoved[at], other.removed[theirs]);
    }
    return new Tally(names, joinedTotals, joinedRemoved);
  }

  private boolean containsAll(Tally other) {
    for (int theirs = 0; theirs < other.replicas.length; theirs++) {
      if (lacks(other, theirs)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the other's entry adds something to what is here. */
  private boolean lacks(Tally other, int theirs) {
    int mine = Arrays.binarySearch(replicas, other.replicas[theirs]);
    return mine < 0 || totals[mine] < other.totals[theirs] || removed[mine] < other.removed[theirs];
  }

  /** The entries that add something to the other. */
  Tally minus(Tally other) {
    return of(IntStream.range(0, replicas.length)
        .filter(index -> other.lacks(this, index))
        .mapToObj(this::entry)
        .toList());
  }

  /** The entries in parts of so many. */
  List<Tally> cut(int entries) {
    List<Tally> parts = new ArrayList<>();
    for (int from = 0; from < replicas.length; ) {
      int to = (int) Math.min(replicas.length, (long) from + entries);
      parts.add(new Tally(
          Arrays.copyOfRange(replicas, from, to),
          Arrays.copyOfRange(totals, from, to),
          Arrays.copyOfRange(removed, from, to)));
      from = to;
    }
    return parts;
  }

  /** The sum of a hash of each entry. */
  long digest() {
    long sum = 0;
    for (int i = 0; i < replicas.length; i++) {
      sum += Hash.of(Hash.of(replicas[i]), totals[i], removed[i]);
    }
    return sum;
  }

  private boolean containsReplicas(Tally other) {
    for (ReplicaId replica : other.replicas) {
      if (Arrays.binarySearch(replicas, replica) < 0) {
        return false;
      }
    }
    return true;
  }

  private ReplicaId[] union(Tally other) {
    ReplicaId[] all = Arrays.copyOf(replicas, replicas.length + other.replicas.length);
    System.arraycopy(other.replicas, 0, all, replicas.length, other.replicas.length);
    return Arrays.stream(all).sorted().distinct().toArray(ReplicaId[]::new);
  }

  /** The numbers of these replicas, moved to where the names have them; 0 for the other names. */
  private long[] align(ReplicaId[] names, long[] numbers) {
    if (names == replicas) {
      return numbers.clone();
    }
    long[] aligned = new long[names.length];
    for (int from = 0, to = 0; from < replicas.length; to++) {
      if (names[to].equals(replicas[from])) {
        aligned[to] = numbers[from++];
      }
    }
    return aligned;
  }

  int size() {
    return replicas.length;
  }

  /** Whether this has counted more for the replica than the other. */
  boolean exceeds(Tally other, ReplicaId replica) {
    int mine = Arrays.binarySearch(replicas, replica);
    if (mine < 0) {
      return false;
    }
    int theirs = Arrays.binarySearch(other.replicas, replica);
    return theirs < 0 || totals[mine] > other.totals[theirs];
  }

  boolean isLive() {
    return !Arrays.equals(totals, removed);
  }

  /** The sum of what is left, or -1 if it does not fit 63 bits. */
  long sumOrOverflow() {
    long sum = 0;
    for (int i = 0; i < totals.length && sum >= 0; i++) {
      sum += totals[i] - removed[i];
    }
    return sum < 0 ? -1 : sum;
  }

  /** The sum of what is left, exact. */
  BigInteger sum() {
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < totals.length; i++) {
      sum = sum.add(BigInteger.valueOf(totals[i] - removed[i]));
    }
    return sum;
  }

  long weight() {
    return ENTRY_WEIGHT * replicas.length;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Tally that
            && Arrays.equals(replicas, that.replicas)
            && Arrays.equals(totals, that.totals)
            && Arrays.equals(removed, that.removed));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(replicas) + Arrays.hashCode(totals))
        + Arrays.hashCode(removed);
  }

  @Override
  public String toString() {
    return entries().stream()
        .map(CounterEntry::toString)
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
