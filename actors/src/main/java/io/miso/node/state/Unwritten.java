package io.miso.node.state;

import io.miso.node.operation.Outcome;
import io.miso.node.operation.Outcome.Done;
import io.miso.node.operation.Update;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Copies of one object that were read and that nobody has written, so that the next read need not ask peers again. They have no actor
 * and count towards no limit; the oldest is forgotten where they become too many, and nothing is lost with it.
 */
final class Unwritten {
  private final CrdtTable table;
  private final int most;
  private final Set<CrdtHandle> handles = new LinkedHashSet<>();

  Unwritten(CrdtTable table, int most) {
    this.table = table;
    this.most = most;
  }

  /** Whether an operation leaves a copy that nobody has written as it is. */
  static boolean leavesEmpty(CrdtActor.Operation operation) {
    return !(operation instanceof CrdtActor.Apply apply) || !UpdateRules.writes(apply.update());
  }

  /** What such an operation is answered. */
  static Outcome answer(CrdtHandle handle, CrdtActor.Operation operation) {
    if (operation instanceof CrdtActor.Apply apply) {
      if (!UpdateRules.accepts(handle.published().state(), apply.update())) {
        return UpdateRules.notOf(handle.key().type());
      }
      if (apply.update() instanceof Update.Delete) {
        return new Done(handle.published().state());
      }
    }
    return handle.slot().answersFor(handle.key().type())
        ? new Done(handle.published().state())
        : handle.otherType();
  }

  void add(CrdtHandle handle) {
    handles.add(handle);
    table.putUnwritten(handle);
  }

  /** Forgets the oldest where there is one too many. */
  Optional<CrdtHandle> forgetOldest() {
    if (handles.size() <= most) {
      return Optional.empty();
    }
    CrdtHandle oldest = handles.iterator().next();
    handles.remove(oldest);
    table.removeUnwritten(oldest);
    return Optional.of(oldest);
  }

  /** It gets an actor, and stays in the table. */
  void started(CrdtHandle handle) {
    handles.remove(handle);
  }

  /** What peers have may have changed unseen. */
  void clear() {
    handles.forEach(table::removeUnwritten);
    handles.clear();
  }
}
