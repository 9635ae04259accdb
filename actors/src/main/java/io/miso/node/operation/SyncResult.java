package io.miso.node.operation;

import java.util.List;

/**
 * Which nodes that run the function have what was held when {@code sync} was called.
 *
 * @param missing are connected and did not acknowledge in time
 * @param unreachable had no stream or were suspected when asked, or their stream broke before they acknowledged: nobody waits for them,
 *     nor for their return
 */
public record SyncResult(
    List<NodeInfo> acknowledged, List<NodeInfo> missing, List<NodeInfo> unreachable) {

  /**
   * A node.
   *
   * @param nodeId 32 hex digits
   * @param address {@code host:port}
   */
  public record NodeInfo(String nodeId, String name, String address) {}

  /** Every node that runs the function has it. */
  public boolean complete() {
    return missing.isEmpty() && unreachable.isEmpty();
  }
}
