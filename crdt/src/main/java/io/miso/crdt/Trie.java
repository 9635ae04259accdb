package io.miso.crdt;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A persistent map from unsigned 64-bit keys to entries that know their key, ordered by key; immutable. A path-compressed radix tree of 32
 * ways (Okasaki and Gill 1998, widened as in Bagwell 2001), so that every operation touches at most 13 nodes and shares the rest.
 *
 * <p>Each node knows how many entries it has and the sum of their hashes, so count and digest of a range of keys are found without
 * looking at what is in the range.
 */
final class Trie<E extends Trie.Entry> implements Iterable<E> {

  /** What a trie holds. */
  interface Entry {
    long key();

    /** What this entry adds to the sum of its trie. */
    long sum();

    /** How many this entry counts for. */
    default int count() {
      return 1;
    }
  }

  /** Receives the parts into which {@link #cut} divides a trie. */
  interface Part {
    void accept(long first, long last, int count, long sum);
  }

  private static final Trie<?> EMPTY = new Trie<>(null);

  private final @Nullable Object root; // nothing, an entry, or a TrieNode

  private Trie(@Nullable Object root) {
    this.root = root;
  }

  @SuppressWarnings("unchecked") // it has no entries of any type
  static <E extends Entry> Trie<E> empty() {
    return (Trie<E>) EMPTY;
  }

  /** Builds all nodes once, which is cheaper than adding one entry after the other. The keys ascend strictly. */
  static <E extends Entry> Trie<E> ofAscending(List<E> entries) {
    return entries.isEmpty() ? empty() : new Trie<>(TrieNode.ofAscending(entries));
  }

  boolean isEmpty() {
    return root == null;
  }

  int count() {
    return root == null ? 0 : TrieNode.count(root);
  }

  /** The sum of all entries, wrapping. */
  long sum() {
    return root == null ? 0 : TrieNode.sum(root);
  }

  @SuppressWarnings("unchecked") // nothing but entries of this type was put in
  @Nullable
  E get(long key) {
    Object at = root;
    while (at instanceof TrieNode node) {
      at = node.covers(key) ? node.child(key) : null;
    }
    return at != null && ((Entry) at).key() == key ? (E) at : null;
  }

  /** With the entry, in place of the one that has its key. */
  Trie<E> plus(E entry) {
    return new Trie<>(root == null ? entry : TrieNode.plus(root, entry));
  }

  /** Without the entry of the key; this very trie where there is none. */
  @SuppressWarnings("ReferenceEquality") // the very same part: nothing changed
  Trie<E> minus(long key) {
    if (root == null) {
      return this;
    }
    Object rest = TrieNode.minus(root, key);
    return rest == root ? this : rest == null ? empty() : new Trie<>(rest);
  }

  /** The entries with keys from first to last, both included, in order. */
  Iterator<E> iterator(long first, long last) {
    return new TrieWalk<>(root, first, last);
  }

  /** All entries in order. */
  @Override
  public Iterator<E> iterator() {
    return iterator(0, -1);
  }

  /** The sum of the entries with keys from first to last, both included. */
  long sum(long first, long last) {
    return root == null ? 0 : TrieNode.sum(root, first, last);
  }

  /** Divides all entries, in order, into parts of at most so many; an entry that counts for more is a part of its own. */
  void cut(int atMost, Part part) {
    if (root != null) {
      TrieNode.cut(root, atMost, part);
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (E entry : this) {
      text.append(text.length() == 1 ? "" : ", ").append(entry);
    }
    return text.append(']').toString();
  }
}
