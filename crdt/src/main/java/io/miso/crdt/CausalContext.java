package io.miso.crdt;

import com.dynatrace.hash4j.hashing.HashStream64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/**
 * The set of dots that a copy has heard of, live or not; immutable.
 *
 * <p>Per replica it keeps the runs of successive sequences, so it is a version vector (the run that starts at 1) plus the dots
 * beyond it, and it compacts by itself as gaps close (Almeida, Shoker, Baquero 2018, on causal contexts). It grows with the number of replicas and
 * with the gaps left by deltas that have not come yet; not with the number of events.
 *
 * <p>A replica writes into its own copy, which has all of its earlier dots, so the own entry of a copy never has a gap.
 */
public final class CausalContext {

  private static final CausalContext EMPTY = new CausalContext(new ReplicaId[0], new long[0][]);
  private static final long REPLICA_WEIGHT = 26;
  private static final long RUN_WEIGHT = 6;

  private final ReplicaId[] replicas; // ascending
  private final long[][] runs; // for each replica: see Runs

  private CausalContext(ReplicaId[] replicas, long[][] runs) {
    this.replicas = replicas;
    this.runs = runs;
  }

  public static CausalContext empty() {
    return EMPTY;
  }

  public static CausalContext of(Dot dot) {
    return of(new DotRange(dot.replica(), dot.sequence(), dot.sequence()));
  }

  static CausalContext of(DotRange range) {
    return new CausalContext(
        new ReplicaId[] {range.replica()}, new long[][] {{range.first(), range.last()}});
  }

  /** The context that holds exactly these dots. */
  static CausalContext of(Collection<Dot> dots) {
    if (dots.size() < 2) {
      return dots.isEmpty() ? EMPTY : of(dots.iterator().next());
    }
    return ofRanges(dots.stream()
        .map(dot -> new DotRange(dot.replica(), dot.sequence(), dot.sequence()))
        .toList());
  }

  /** The context that holds exactly the dots of these ranges, which may overlap and come in any order. */
  public static CausalContext ofRanges(Collection<DotRange> ranges) {
    List<DotRange> ordered = new ArrayList<>(ranges);
    ordered.sort(Comparator.comparing(DotRange::replica).thenComparingLong(DotRange::first));
    List<ReplicaId> replicas = new ArrayList<>();
    List<long[]> runs = new ArrayList<>();
    for (int from = 0, to = 0; from < ordered.size(); from = to) {
      ReplicaId replica = ordered.get(from).replica();
      while (to < ordered.size() && ordered.get(to).replica().equals(replica)) {
        to++;
      }
      replicas.add(replica);
      runs.add(Runs.ofOrdered(ordered.subList(from, to)));
    }
    return new CausalContext(replicas.toArray(new ReplicaId[0]), runs.toArray(new long[0][]));
  }

  /** Every run, ordered by replica and sequence, no two of them overlapping or adjacent. */
  public List<DotRange> ranges() {
    List<DotRange> ranges = new ArrayList<>();
    for (int i = 0; i < replicas.length; i++) {
      for (int run = 0; run < runs[i].length; run += 2) {
        ranges.add(new DotRange(replicas[i], runs[i][run], runs[i][run + 1]));
      }
    }
    return ranges;
  }

  int rangeCount() {
    int count = 0;
    for (long[] each : runs) {
      count += each.length / 2;
    }
    return count;
  }

  public boolean isEmpty() {
    return replicas.length == 0;
  }

  public boolean contains(Dot dot) {
    return Runs.contains(runsOf(dot.replica()), dot.sequence());
  }

  /** Whether every dot of {@code other} is in here. */
  public boolean containsAll(CausalContext other) {
    for (int i = 0; i < other.replicas.length; i++) {
      if (!Runs.containsAll(runsOf(other.replicas[i]), other.runs[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether this holds a dot of {@code replica} that {@code other} does not. */
  public boolean exceeds(CausalContext other, ReplicaId replica) {
    return !Runs.containsAll(other.runsOf(replica), runsOf(replica));
  }

  /** The highest sequence of the replica in here, 0 if there is none. */
  public long max(ReplicaId replica) {
    long[] own = runsOf(replica);
    return own.length == 0 ? 0 : own[own.length - 1];
  }

  /**
   * The dot of the next event of a replica.
   *
   * @throws ArithmeticException if the replica has used up its 2^63 - 1 sequences
   */
  public Dot next(ReplicaId replica) {
    return new Dot(replica, Math.addExact(max(replica), 1));
  }

  /** The union; this very context if it has all of the other. Copies the runs of the replicas that differ, and a reference for each other one. */
  public CausalContext join(CausalContext other) {
    if (containsAll(other)) {
      return this;
    }
    ReplicaId[] names = Arrays.copyOf(replicas, replicas.length + other.replicas.length);
    long[][] joined = Arrays.copyOf(runs, names.length);
    int size = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < replicas.length || theirs < other.replicas.length) {
      int order = order(other, mine, theirs);
      names[size] = order <= 0 ? replicas[mine] : other.replicas[theirs];
      if (order == 0) {
        joined[size++] = Runs.union(runs[mine++], other.runs[theirs++]);
      } else {
        joined[size++] = order < 0 ? runs[mine++] : other.runs[theirs++];
      }
    }
    return new CausalContext(Arrays.copyOf(names, size), Arrays.copyOf(joined, size));
  }

  /** The dots that are in here and not in the other; this very context if they share none. */
  public CausalContext minus(CausalContext other) {
    return perReplica(other, Runs::difference);
  }

  /** The dots that are in both. */
  public CausalContext intersect(CausalContext other) {
    return perReplica(other, Runs::intersection);
  }

  private CausalContext perReplica(CausalContext other, BinaryOperator<long[]> operation) {
    ReplicaId[] names = new ReplicaId[replicas.length];
    long[][] results = new long[replicas.length][];
    int size = 0;
    boolean same = true;
    for (int i = 0; i < replicas.length; i++) {
      long[] result = operation.apply(runs[i], other.runsOf(replicas[i]));
      same &= Arrays.equals(result, runs[i]);
      if (result.length > 0) {
        names[size] = replicas[i];
        results[size++] = result;
      }
    }
    return same
        ? this
        : new CausalContext(Arrays.copyOf(names, size), Arrays.copyOf(results, size));
  }

  /** The replicas of which this has a dot, ascending. */
  public List<ReplicaId> replicas() {
    return List.of(replicas);
  }

  /** The same on every node for equal contexts: the sum over the replicas of a hash of their runs. */
  public long digest() {
    long sum = 0;
    for (int i = 0; i < replicas.length; i++) {
      HashStream64 stream = Hash.stream();
      stream.putLong(Hash.of(replicas[i]));
      for (long end : runs[i]) {
        stream.putLong(end);
      }
      sum += stream.getAsLong();
    }
    return sum;
  }

  private int order(CausalContext other, int mine, int theirs) {
    if (mine == replicas.length) {
      return 1;
    }
    return theirs == other.replicas.length ? -1 : replicas[mine].compareTo(other.replicas[theirs]);
  }

  private long[] runsOf(ReplicaId replica) {
    int index = Arrays.binarySearch(replicas, replica);
    return index < 0 ? Runs.NONE : runs[index];
  }

  /** An estimate of the encoded size in bytes. */
  public long weight() {
    return REPLICA_WEIGHT * replicas.length + RUN_WEIGHT * rangeCount();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof CausalContext that
            && Arrays.equals(replicas, that.replicas)
            && Arrays.deepEquals(runs, that.runs));
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(replicas) + Arrays.deepHashCode(runs);
  }

  @Override
  public String toString() {
    return ranges().stream().map(DotRange::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
