package io.miso.node.replication;

import io.miso.crdt.Crdt;
import io.miso.node.operation.CrdtKey;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Deltas that wait to be sent, joined by CRDT, and marks "send the full state": pure. Past a bound in bytes a delta gives way to the mark. */
final class Pending {
  private final long mostBytes;

  /** By key, oldest first; an empty value marks the full state. */
  private final Map<CrdtKey, Optional<Crdt<?>>> entries = new LinkedHashMap<>();

  private long weight;

  Pending(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  void add(CrdtKey key, Crdt<?> delta) {
    Optional<Crdt<?>> before = entries.get(key);
    if (before != null && before.isEmpty()) {
      return;
    }
    Crdt<?> joined = before == null ? delta : Crdt.join(before.get(), delta);
    put(key, Optional.of(joined));
    if (weight > mostBytes) {
      mark(key);
    }
  }

  /** The full state is to be sent, as it is when its turn comes. */
  void mark(CrdtKey key) {
    put(key, Optional.empty());
  }

  /** Oldest first; an empty value marks the full state. Whoever removes an entry tells {@link #taken}. */
  Iterator<Map.Entry<CrdtKey, Optional<Crdt<?>>>> iterator() {
    return entries.entrySet().iterator();
  }

  /** An entry with this delta was removed from the iterator. */
  void taken(CrdtKey key, Optional<Crdt<?>> delta) {
    weight -= weight(key, delta);
  }

  void drop(Predicate<CrdtKey> matches) {
    entries.entrySet().removeIf(entry -> {
      boolean dropped = matches.test(entry.getKey());
      weight -= dropped ? weight(entry.getKey(), entry.getValue()) : 0;
      return dropped;
    });
  }

  Collection<CrdtKey> keys() {
    return entries.keySet();
  }

  /** Of the deltas. */
  long weight() {
    return weight;
  }

  private void put(CrdtKey key, Optional<Crdt<?>> delta) {
    Optional<Crdt<?>> before = entries.put(key, delta);
    weight += weight(key, delta) - (before == null ? 0 : weight(key, before));
  }

  private static long weight(CrdtKey key, Optional<Crdt<?>> delta) {
    return delta.map(state -> Outgoing.Item.weight(key, state)).orElse(0L);
  }
}
