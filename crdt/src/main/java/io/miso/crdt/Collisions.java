package io.miso.crdt;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Entries of a trie by hash of which the hashes collide. The first is the entry of the trie; the others are in a trie of its own, by another hash, and
 * so on.
 *
 * <p>Values come from clients, and values with one {@link Value#hash} are easy to make. The other hashes depend on a number that each process
 * draws for itself, so that nobody can choose values that collide there.
 */
final class Collisions {

  /** An entry that may share its hash with others. */
  interface Entry<E extends Entry<E>> extends Trie.Entry {

    /** The value or the field that it is found by. */
    Object name();

    /** Those with the hash of this one, by another hash. */
    Trie<E> others();

    /** This entry in another place. */
    E at(long key, Trie<E> others);
  }

  private Collisions() {}

  /** The entry of a name, given the first one of its hash. */
  @SuppressWarnings("ReferenceEquality") // the very same name: no need to read it
  static <E extends Entry<E>> @Nullable E find(@Nullable E first, Object name) {
    E at = first;
    for (int level = 1; at != null && at.name() != name && !at.name().equals(name); level++) {
      at = at.others().isEmpty() ? null : at.others().get(rehash(name, level));
    }
    return at;
  }

  /** With an entry, in place of the one that has its name. */
  static <E extends Entry<E>> E plus(@Nullable E first, E added) {
    return plus(first, added, 1);
  }

  private static <E extends Entry<E>> E plus(@Nullable E first, E added, int level) {
    if (first == null) {
      return added;
    }
    if (first.name().equals(added.name())) {
      return added.at(first.key(), first.others());
    }
    long key = rehash(added.name(), level);
    E inner = plus(first.others().get(key), added.at(key, Trie.empty()), level + 1);
    return first.at(first.key(), first.others().plus(inner));
  }

  /** Without the entry of a name; null when that was the last one. */
  static <E extends Entry<E>> @Nullable E minus(@Nullable E first, Object name) {
    return minus(first, name, 1);
  }

  @SuppressWarnings("ReferenceEquality") // as above
  private static <E extends Entry<E>> @Nullable E minus(@Nullable E first, Object name, int level) {
    if (first == null || first.name() == name || first.name().equals(name)) {
      return first == null ? null : withoutFirst(first);
    }
    long key = rehash(name, level);
    E inner = first.others().get(key);
    return inner == null ? first : replaced(first, key, minus(inner, name, level + 1));
  }

  private static <E extends Entry<E>> @Nullable E withoutFirst(E first) {
    if (first.others().isEmpty()) {
      return null;
    }
    E next = first.others().iterator().next();
    E rest = withoutFirst(next);
    return replaced(next.at(first.key(), first.others()), next.key(), rest);
  }

  private static <E extends Entry<E>> E replaced(E first, long key, @Nullable E inner) {
    Trie<E> others = first.others();
    return first.at(first.key(), inner == null ? others.minus(key) : others.plus(inner));
  }

  /** Visits the first one and all others. */
  static <E extends Entry<E>> void forEach(E first, Consumer<? super E> action) {
    action.accept(first);
    for (E other : first.others()) {
      forEach(other, action);
    }
  }

  private static long rehash(Object name, int level) {
    return name instanceof Field field
        ? Hash.of(field.type().number(), ValueHash.secret(field.key(), level))
        : ValueHash.secret((Value) name, level);
  }
}
