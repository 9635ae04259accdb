package io.miso.sdk;

import java.util.List;

/**
 * Which nodes that run the function have what was held when {@link StatefulObject#sync} was called.
 *
 * @param acknowledged have all of it
 * @param missing are connected and did not acknowledge in time
 * @param unreachable could not be reached when asked, or their connection broke before they acknowledged; nobody waited for them, and they
 *     get it once they are back
 */
public record SyncResult(
    List<NodeInfo> acknowledged, List<NodeInfo> missing, List<NodeInfo> unreachable) {

  public SyncResult {
    acknowledged = List.copyOf(acknowledged);
    missing = List.copyOf(missing);
    unreachable = List.copyOf(unreachable);
  }

  /** Whether every node that this one knows to run the function has it. */
  public boolean complete() {
    return missing.isEmpty() && unreachable.isEmpty();
  }
}
