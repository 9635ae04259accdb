package io.miso.node.state;

import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The CRDTs of this node by key and by function, so that an operation finds its actor without passing through another. Thread-safe. */
public final class CrdtTable {
  private final ConcurrentHashMap<CrdtKey, CrdtHandle> handles = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, ConcurrentHashMap<CrdtKey, CrdtHandle>> byFunction =
      new ConcurrentHashMap<>();

  public @Nullable CrdtHandle get(CrdtKey key) {
    return handles.get(key);
  }

  void put(CrdtHandle handle) {
    handles.put(handle.key(), handle);
    byFunction.compute(handle.key().object().function(), (function, known) -> {
      ConcurrentHashMap<CrdtKey, CrdtHandle> copies =
          known == null ? new ConcurrentHashMap<>() : known;
      copies.put(handle.key(), handle);
      return copies;
    });
  }

  /** The copy is no longer there. */
  void remove(CrdtHandle handle) {
    handles.remove(handle.key(), handle);
    byFunction.computeIfPresent(handle.key().object().function(), (function, known) -> {
      known.remove(handle.key(), handle);
      return known.isEmpty() ? null : known;
    });
  }

  /** Lets reads find a copy that nobody has written; it is none of those that the function has. */
  void putUnwritten(CrdtHandle handle) {
    handles.put(handle.key(), handle);
  }

  void removeUnwritten(CrdtHandle handle) {
    handles.remove(handle.key(), handle);
  }

  public Collection<CrdtHandle> ofFunction(String function) {
    ConcurrentHashMap<CrdtKey, CrdtHandle> known = byFunction.get(function);
    return known == null ? List.of() : List.copyOf(known.values());
  }

  public List<CrdtHandle> ofObject(ObjectKey object) {
    return ofFunction(object.function()).stream()
        .filter(handle -> handle.key().object().equals(object))
        .toList();
  }

  /** Functions of which this node has state. */
  public Set<String> functions() {
    return Set.copyOf(byFunction.keySet());
  }
}
