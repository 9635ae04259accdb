package io.miso.node.state;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Since when functions that this node has state of are not wanted here: pure. */
final class Unwanted {
  private final long dropAfterMs;
  private final Map<String, Long> sinceMs = new HashMap<>();

  Unwanted(Duration dropAfter) {
    this.dropAfterMs = dropAfter.toMillis();
  }

  /** Whether the function was not wanted for long enough that its state may go. */
  boolean isDue(String function, boolean wanted, long nowMs) {
    if (wanted) {
      sinceMs.remove(function);
      return false;
    }
    Long since = sinceMs.putIfAbsent(function, nowMs);
    return since != null && nowMs - since >= dropAfterMs;
  }

  /** There are no others. */
  void retain(Collection<String> functions) {
    sinceMs.keySet().retainAll(functions);
  }
}
