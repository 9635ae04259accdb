package io.miso.crdt;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A persistent map from fields to stores, by the hash of the field; immutable. It sums the digests of what has no dots, each placed in
 * its field by {@link #placed}.
 */
final class FieldTable {

  /**
   * A field and what it holds. Fields whose hashes collide hang on one another.
   *
   * @param key the hash of the field
   * @param sum what the counters in it, and in what hangs on it, add to the digest
   */
  private record Slot(
      long key, Field field, Store<?> store, @Nullable Slot other, long sum) implements Trie.Entry {

    static Slot of(Field field, Store<?> store, @Nullable Slot other) {
      long hash = field.hash();
      long own = placed(hash, store.countersDigest());
      return new Slot(hash, field, store, other, own + (other == null ? 0 : other.sum));
    }

    @Override
    public int count() {
      return 1 + (other == null ? 0 : other.count());
    }

    /** Without the field. */
    @Nullable
    Slot without(Field unwanted) {
      if (field.equals(unwanted)) {
        return other;
      }
      return other == null ? this : of(field, store, other.without(unwanted));
    }
  }

  static final FieldTable EMPTY = new FieldTable(Trie.empty());

  private final Trie<Slot> slots;

  private FieldTable(Trie<Slot> slots) {
    this.slots = slots;
  }

  /**
   * The digest of something in a field, given that of the thing alone; nothing adds nothing. A hash of both, since with a product the order of
   * the fields on a path of nested maps would not count.
   */
  static long placed(long field, long sum) {
    return sum == 0 ? 0 : Hash.of(field, sum);
  }

  @Nullable
  Store<?> find(Field field) {
    for (Slot slot = slots.get(field.hash()); slot != null; slot = slot.other()) {
      if (slot.field().equals(field)) {
        return slot.store();
      }
    }
    return null;
  }

  /** With a store in a field, in place of what it held; a store that holds nothing is left out. */
  FieldTable with(Field field, Store<?> store) {
    long hash = field.hash();
    Slot slot = slots.get(hash);
    Slot rest = slot == null ? null : slot.without(field);
    Slot changed = store.breadth() == 0 ? rest : Slot.of(field, store, rest);
    return new FieldTable(changed == null ? slots.minus(hash) : slots.plus(changed));
  }

  /** In no order that means anything. */
  void forEach(BiConsumer<Field, Store<?>> action) {
    for (Slot first : slots) {
      for (Slot slot = first; slot != null; slot = slot.other()) {
        action.accept(slot.field(), slot.store());
      }
    }
  }

  /** How many fields hold something. */
  int count() {
    return slots.count();
  }

  /** The digest of what has no dots. */
  long sum() {
    return slots.sum();
  }

  /** The digest of what has no dots, in the fields whose hashes are from first to last, both included. */
  long sum(long first, long last) {
    return slots.sum(first, last);
  }

  /** Divides the fields by their hashes into parts of at most so many. */
  void cut(int atMost, Trie.Part part) {
    slots.cut(atMost, part);
  }
}
