package io.miso.crdt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A persistent map from dots to entries, in the order of dots; immutable. One {@link Trie} per replica, so that a lookup costs O(log n), a
 * change as much and a reference per replica, and successive writes of one replica lie side by side.
 */
final class Dots<E extends Dots.Entry> implements Iterable<E> {

  /** What is kept for a dot. */
  interface Entry extends Trie.Entry {
    Dot dot();

    @Override
    default long key() {
      return dot().sequence();
    }
  }

  private static final Dots<?> EMPTY = new Dots<>(new ReplicaId[0], new Trie<?>[0], 0);

  private final ReplicaId[] replicas; // ascending, each with at least one entry
  private final Trie<?>[] tries;
  private final int size;

  private Dots(ReplicaId[] replicas, Trie<?>[] tries, int size) {
    this.replicas = replicas;
    this.tries = tries;
    this.size = size;
  }

  @SuppressWarnings("unchecked") // it has no entries of any type
  static <E extends Entry> Dots<E> empty() {
    return (Dots<E>) EMPTY;
  }

  /** Of entries whose dots ascend strictly. */
  static <E extends Entry> Dots<E> ofAscending(List<E> entries) {
    List<ReplicaId> replicas = new ArrayList<>();
    List<Trie<E>> tries = new ArrayList<>();
    for (int from = 0, to = 0; from < entries.size(); from = to) {
      ReplicaId replica = entries.get(from).dot().replica();
      while (to < entries.size() && entries.get(to).dot().replica().equals(replica)) {
        to++;
      }
      replicas.add(replica);
      tries.add(Trie.ofAscending(entries.subList(from, to)));
    }
    return new Dots<>(
        replicas.toArray(new ReplicaId[0]), tries.toArray(new Trie<?>[0]), entries.size());
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  @Nullable
  E get(Dot dot) {
    int index = indexOf(dot.replica());
    return index < 0 ? null : trie(index).get(dot.sequence());
  }

  /** With the entry, in place of the one of its dot. */
  Dots<E> plus(E entry) {
    ReplicaId replica = entry.dot().replica();
    int index = indexOf(replica);
    if (index >= 0) {
      return with(index, trie(index).plus(entry));
    }
    int at = -index - 1;
    ReplicaId[] names = inserted(replicas, Arrays.copyOf(replicas, replicas.length + 1), at);
    Trie<?>[] more = inserted(tries, Arrays.copyOf(tries, tries.length + 1), at);
    names[at] = replica;
    more[at] = Trie.<E>empty().plus(entry);
    return new Dots<>(names, more, size + 1);
  }

  Dots<E> minus(Dot dot) {
    int index = indexOf(dot.replica());
    return index < 0 ? this : with(index, trie(index).minus(dot.sequence()));
  }

  private Dots<E> with(int index, Trie<E> changed) {
    if (changed.isEmpty()) {
      return without(index);
    }
    Trie<?>[] all = tries.clone();
    all[index] = changed;
    return new Dots<>(replicas, all, size - tries[index].count() + changed.count());
  }

  private Dots<E> without(int index) {
    ReplicaId[] names = Arrays.copyOf(replicas, replicas.length - 1);
    Trie<?>[] fewer = Arrays.copyOf(tries, names.length);
    System.arraycopy(replicas, index + 1, names, index, names.length - index);
    System.arraycopy(tries, index + 1, fewer, index, fewer.length - index);
    return new Dots<>(names, fewer, size - tries[index].count());
  }

  private static <T> T[] inserted(T[] before, T[] longer, int at) {
    System.arraycopy(before, at, longer, at + 1, before.length - at);
    return longer;
  }

  /** The entries of a run of dots, in order. */
  Iterator<E> within(DotRange range) {
    int index = indexOf(range.replica());
    return index < 0
        ? Trie.<E>empty().iterator()
        : trie(index).iterator(range.first(), range.last());
  }

  /** The sum of the entries of a run of dots. */
  long sum(DotRange range) {
    int index = indexOf(range.replica());
    return index < 0 ? 0 : tries[index].sum(range.first(), range.last());
  }

  /** The sum of all entries, wrapping. */
  long sum() {
    long sum = 0;
    for (Trie<?> trie : tries) {
      sum += trie.sum();
    }
    return sum;
  }

  /** Receives the parts into which {@link #cut} divides the dots. */
  interface Part {
    void accept(DotRange range, long sum);
  }

  /** Divides all dots, in order, into runs with at most so many entries each. */
  void cut(int atMost, Part part) {
    for (int i = 0; i < replicas.length; i++) {
      ReplicaId replica = replicas[i];
      tries[i].cut(
          atMost,
          (first, last, count, sum) -> part.accept(
              new DotRange(replica, Math.max(1, first), last < 0 ? Long.MAX_VALUE : last), sum));
    }
  }

  /** All dots, in order. */
  List<Dot> toList() {
    List<Dot> dots = new ArrayList<>(size);
    for (E entry : this) {
      dots.add(entry.dot());
    }
    return dots;
  }

  @Override
  public Iterator<E> iterator() {
    return new Iterator<>() {
      private int next = 0;
      private Iterator<E> current = Trie.<E>empty().iterator();

      @Override
      public boolean hasNext() {
        while (!current.hasNext() && next < tries.length) {
          current = trie(next++).iterator();
        }
        return current.hasNext();
      }

      @Override
      public E next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return current.next();
      }
    };
  }

  private int indexOf(ReplicaId replica) {
    return Arrays.binarySearch(replicas, replica);
  }

  @SuppressWarnings("unchecked") // nothing but entries of this type was put in
  private Trie<E> trie(int index) {
    return (Trie<E>) tries[index];
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (E entry : this) {
      text.append(text.length() == 1 ? "" : ", ").append(entry);
    }
    return text.append('}').toString();
  }
}
