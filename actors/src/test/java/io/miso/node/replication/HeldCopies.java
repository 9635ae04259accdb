package io.miso.node.replication;

import io.miso.crdt.Crdt;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.KeyHash;
import io.miso.node.operation.ObjectKey;
import io.miso.node.state.CrdtHandle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies that a test makes up, in the order in which it put them. */
final class HeldCopies implements Copies {
  private final Map<CrdtKey, Copy> copies = new LinkedHashMap<>();

  void put(CrdtKey key, Crdt<?> state, boolean restored) {
    put(key, state, restored, 0);
  }

  void put(CrdtKey key, Crdt<?> state, boolean restored, long quietAtMs) {
    Copy before = copies.get(key);
    long version = before == null ? 1 : before.latest().version() + 1;
    copies.put(
        key,
        new Copy(
            key,
            KeyHash.of(key),
            new CrdtHandle.Published(state, restored, version, version, null, quietAtMs)));
  }

  @Override
  public @Nullable Copy of(CrdtKey key) {
    return copies.get(key);
  }

  @Override
  public List<Copy> ofObject(ObjectKey object) {
    return copies.values().stream()
        .filter(copy -> copy.key().object().equals(object))
        .toList();
  }

  @Override
  public List<Copy> ofFunction(String function) {
    return copies.values().stream()
        .filter(copy -> copy.key().object().function().equals(function))
        .toList();
  }
}
