package io.miso.crdt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An inner node of a {@link Trie}: the parts whose keys agree above {@code shift + 5} bits, by the next five bits. It has two slots or
 * more. A part is an entry or a node; the static methods take either.
 */
final class TrieNode {

  private static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;

  /** The longest path through nodes. */
  static final int MAX_DEPTH = (Long.SIZE + BITS - 1) / BITS;

  private final long prefix;
  private final int shift;
  private final int bitmap;
  private final Object[] slots;
  private final int count;
  private final long sum;

  private TrieNode(long prefix, int shift, int bitmap, Object[] slots, int count, long sum) {
    this.prefix = prefix;
    this.shift = shift;
    this.bitmap = bitmap;
    this.slots = slots;
    this.count = count;
    this.sum = sum;
  }

  private TrieNode with(int changedBitmap, Object[] changedSlots, int counted, long summed) {
    return new TrieNode(prefix, shift, changedBitmap, changedSlots, count + counted, sum + summed);
  }

  /** The part of at least one entry; keys ascend strictly. */
  static Object ofAscending(List<? extends Trie.Entry> entries) {
    Trie.Entry first = entries.get(0);
    if (entries.size() == 1) {
      return first;
    }
    int shift = shiftBetween(first.key(), entries.get(entries.size() - 1).key());
    Object[] slots = new Object[1 << BITS];
    int used = 0;
    int bitmap = 0;
    int counted = 0;
    long summed = 0;
    for (int from = 0, to = 0; from < entries.size(); from = to) {
      int bit = bit(entries.get(from).key(), shift);
      while (to < entries.size() && bit(entries.get(to).key(), shift) == bit) {
        to++;
      }
      Object part = ofAscending(entries.subList(from, to));
      slots[used++] = part;
      bitmap |= bit;
      counted += count(part);
      summed += sum(part);
    }
    Object[] exact = new Object[used];
    System.arraycopy(slots, 0, exact, 0, used);
    return new TrieNode(first.key() & ~span(shift), shift, bitmap, exact, counted, summed);
  }

  static Object plus(Object at, Trie.Entry entry) {
    if (at instanceof TrieNode node && node.covers(entry.key())) {
      return node.plus(entry);
    }
    long key = first(at);
    if (!(at instanceof TrieNode) && key == entry.key()) {
      return entry;
    }
    int shift = shiftBetween(key, entry.key());
    int present = bit(key, shift);
    int added = bit(entry.key(), shift);
    Object[] slots = Integer.compareUnsigned(present, added) < 0
        ? new Object[] {at, entry}
        : new Object[] {entry, at};
    return new TrieNode(
        key & ~span(shift),
        shift,
        present | added,
        slots,
        count(at) + entry.count(),
        sum(at) + entry.sum());
  }

  private TrieNode plus(Trie.Entry entry) {
    int bit = bit(entry.key(), shift);
    int index = index(entry.key());
    if ((bitmap & bit) != 0) {
      return replaced(index, plus(slots[index], entry));
    }
    Object[] more = new Object[slots.length + 1];
    System.arraycopy(slots, 0, more, 0, index);
    System.arraycopy(slots, index, more, index + 1, slots.length - index);
    more[index] = entry;
    return with(bitmap | bit, more, entry.count(), entry.sum());
  }

  private TrieNode replaced(int index, Object part) {
    Object before = slots[index];
    Object[] changed = slots.clone();
    changed[index] = part;
    return with(bitmap, changed, count(part) - count(before), sum(part) - sum(before));
  }

  /** What is left without the key: the very same part where it is not in it, null where nothing is left. */
  static @Nullable Object minus(Object at, long key) {
    if (at instanceof TrieNode node) {
      return node.covers(key) ? node.minus(key) : node;
    }
    return first(at) == key ? null : at;
  }

  @SuppressWarnings("ReferenceEquality") // the very same part: nothing changed
  private Object minus(long key) {
    int bit = bit(key, shift);
    if ((bitmap & bit) == 0) {
      return this;
    }
    int index = index(key);
    Object before = slots[index];
    Object rest = minus(before, key);
    if (rest == before) {
      return this;
    }
    if (rest != null) {
      return replaced(index, rest);
    }
    if (slots.length == 2) {
      return slots[1 - index];
    }
    Object[] fewer = new Object[slots.length - 1];
    System.arraycopy(slots, 0, fewer, 0, index);
    System.arraycopy(slots, index + 1, fewer, index, fewer.length - index);
    return with(bitmap & ~bit, fewer, -count(before), -sum(before));
  }

  /** The sum of the entries of a part with keys from first to last, both included. */
  static long sum(Object at, long first, long last) {
    if (isWithin(first(at), first, last) && isWithin(last(at), first, last)) {
      return sum(at);
    }
    long sum = 0;
    if (at instanceof TrieNode node && node.overlaps(first, last)) {
      for (Object slot : node.slots) {
        sum += sum(slot, first, last);
      }
    }
    return sum;
  }

  static void cut(Object at, int atMost, Trie.Part part) {
    if (at instanceof TrieNode node && node.count > atMost) {
      for (Object slot : node.slots) {
        cut(slot, atMost, part);
      }
    } else {
      part.accept(first(at), last(at), count(at), sum(at));
    }
  }

  static int count(Object at) {
    return at instanceof TrieNode node ? node.count : ((Trie.Entry) at).count();
  }

  static long sum(Object at) {
    return at instanceof TrieNode node ? node.sum : ((Trie.Entry) at).sum();
  }

  /** The lowest key that the part can have; the key of an entry. */
  static long first(Object at) {
    return at instanceof TrieNode node ? node.prefix : ((Trie.Entry) at).key();
  }

  private static long last(Object at) {
    return at instanceof TrieNode node ? node.prefix | span(node.shift) : ((Trie.Entry) at).key();
  }

  boolean covers(long key) {
    return ((key ^ prefix) & ~span(shift)) == 0;
  }

  boolean overlaps(long first, long last) {
    return Long.compareUnsigned(prefix, last) <= 0 && Long.compareUnsigned(first, last(this)) <= 0;
  }

  static boolean isWithin(long key, long first, long last) {
    return Long.compareUnsigned(first, key) <= 0 && Long.compareUnsigned(key, last) <= 0;
  }

  int size() {
    return slots.length;
  }

  Object slot(int index) {
    return slots[index];
  }

  /** The index of the first slot at or after a key that this covers. */
  int index(long key) {
    return Integer.bitCount(bitmap & (bit(key, shift) - 1));
  }

  /** The part that a key is in, if this covers it. */
  @Nullable
  Object child(long key) {
    return (bitmap & bit(key, shift)) == 0 ? null : slots[index(key)];
  }

  /** Where the five bits lie in which two different keys part. */
  private static int shiftBetween(long one, long other) {
    int highest = Long.SIZE - 1 - Long.numberOfLeadingZeros(one ^ other);
    return highest - highest % BITS;
  }

  private static int bit(long key, int shift) {
    return 1 << ((key >>> shift) & MASK);
  }

  /** The bits of a key that a node of this shift leaves open. */
  private static long span(int shift) {
    return shift + BITS >= Long.SIZE ? -1 : (1L << (shift + BITS)) - 1;
  }
}
