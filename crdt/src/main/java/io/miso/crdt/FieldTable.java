package io.miso.crdt;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A persistent map from fields to stores, by the hash of the field; immutable. It sums the digests of what has no dots, each placed in
 * its field by {@link #placed}.
 */
final class FieldTable {

  /**
   * A field and what it holds.
   *
   * @param key the hash of the field
   * @param own what the counters in it add to the digest
   */
  private record Slot(long key, Field field, Store<?> store, Trie<Slot> others, long own)
      implements Collisions.Entry<Slot> {

    static Slot of(long hash, Field field, Store<?> store) {
      return new Slot(hash, field, store, Trie.empty(), placed(hash, store.countersDigest()));
    }

    @Override
    public Field name() {
      return field;
    }

    @Override
    public Slot at(long place, Trie<Slot> beside) {
      return new Slot(place, field, store, beside, own);
    }

    @Override
    public long sum() {
      return own + others.sum();
    }

    @Override
    public int count() {
      return 1 + others.count();
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
    Slot slot = Collisions.find(slots.get(field.hash()), field);
    return slot == null ? null : slot.store();
  }

  /** With a store in a field, in place of what it held; a store that holds nothing is left out. */
  FieldTable with(Field field, Store<?> store) {
    long hash = field.hash();
    Slot first = slots.get(hash);
    Slot changed = store.breadth() == 0
        ? Collisions.minus(first, field)
        : Collisions.plus(first, Slot.of(hash, field, store));
    return new FieldTable(changed == null ? slots.minus(hash) : slots.plus(changed));
  }

  /** In no order that means anything. */
  void forEach(BiConsumer<Field, Store<?>> action) {
    for (Slot first : slots) {
      Collisions.forEach(first, slot -> action.accept(slot.field(), slot.store()));
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
