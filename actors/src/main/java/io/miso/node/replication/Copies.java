package io.miso.node.replication;

import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.state.CrdtHandle;
import io.miso.node.state.CrdtTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The copies that this node holds, as they are when asked for. */
interface Copies {

  /**
   * One copy and its latest acknowledged state.
   *
   * @param hash of the key: {@link io.miso.node.operation.KeyHash}
   */
  record Copy(CrdtKey key, long hash, CrdtHandle.Published latest) {}

  @Nullable
  Copy of(CrdtKey key);

  List<Copy> ofObject(ObjectKey object);

  List<Copy> ofFunction(String function);

  /** The whole state to send; null where there is nothing to tell. */
  default Outbox.@Nullable Snapshot snapshot(CrdtKey key) {
    Copy copy = of(key);
    return copy == null || copy.latest().state().isEmpty()
        ? null
        : new Outbox.Snapshot(copy.latest().state(), copy.latest().version());
  }

  static Copies in(CrdtTable table) {
    return new Copies() {
      @Override
      public @Nullable Copy of(CrdtKey key) {
        CrdtHandle handle = table.get(key);
        return handle == null ? null : copy(handle);
      }

      @Override
      public List<Copy> ofObject(ObjectKey object) {
        return table.ofObject(object).stream().map(this::copy).toList();
      }

      @Override
      public List<Copy> ofFunction(String function) {
        return table.ofFunction(function).stream().map(this::copy).toList();
      }

      private Copy copy(CrdtHandle handle) {
        return new Copy(handle.key(), handle.keyHash(), handle.published());
      }
    };
  }
}
