package io.miso.crdt;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Visits the entries of a part of a {@link Trie} with keys from first to last, both included, in order. */
@SuppressWarnings("unchecked") // nothing but entries of this type was put in
final class TrieWalk<E extends Trie.Entry> implements Iterator<E> {

  private static final TrieNode[] NO_PATH = new TrieNode[0];
  private static final int[] NO_SLOTS = new int[0];

  private final long first;
  private final long last;
  private final TrieNode[] path;
  private final int[] slot;
  private int depth = -1;
  private @Nullable E ahead;

  TrieWalk(@Nullable Object root, long first, long last) {
    boolean deep = root instanceof TrieNode;
    this.first = first;
    this.last = last;
    this.path = deep ? new TrieNode[TrieNode.MAX_DEPTH] : NO_PATH;
    this.slot = deep ? new int[TrieNode.MAX_DEPTH] : NO_SLOTS;
    if (root instanceof TrieNode node) {
      enter(node);
      advance();
    } else if (root != null && TrieNode.isWithin(TrieNode.first(root), first, last)) {
      ahead = (E) root;
    }
  }

  private void enter(TrieNode node) {
    if (node.overlaps(first, last)) {
      depth++;
      path[depth] = node;
      slot[depth] = node.covers(first) ? node.index(first) : 0;
    }
  }

  private void advance() {
    ahead = null;
    while (depth >= 0 && ahead == null) {
      TrieNode node = path[depth];
      if (slot[depth] == node.size()) {
        depth--;
        continue;
      }
      Object next = node.slot(slot[depth]++);
      if (Long.compareUnsigned(TrieNode.first(next), last) > 0) {
        depth = -1;
      } else if (next instanceof TrieNode inner) {
        enter(inner);
      } else if (TrieNode.isWithin(TrieNode.first(next), first, last)) {
        ahead = (E) next;
      }
    }
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public E next() {
    E next = ahead;
    if (next == null) {
      throw new NoSuchElementException();
    }
    if (depth >= 0) {
      advance();
    } else {
      ahead = null;
    }
    return next;
  }
}
