package io.miso.node.function;

import io.miso.node.identity.NodeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How long nothing was heard of each node, neither from itself nor a new row of it from another: pure. Only time counts in which this
 * node was up and heard of somebody, so nobody is absent for a node that slept, or that is cut off itself.
 */
final class Absences {
  private final Map<NodeId, Long> absentMs = new HashMap<>();
  private final Set<NodeId> heard = new HashSet<>();
  private boolean alone = true;

  /** The node itself was heard. */
  void alive(NodeId node) {
    alone = false;
    renewed(node);
  }

  /** Another node has a new row of it. */
  void renewed(NodeId node) {
    heard.add(node);
    absentMs.remove(node);
  }

  /**
   * Time passed in which this node was up.
   *
   * @param known the other nodes there are
   */
  void passed(long elapsedMs, Set<NodeId> known) {
    absentMs.keySet().retainAll(known);
    if (!alone) {
      known.stream()
          .filter(node -> !heard.contains(node))
          .forEach(node -> absentMs.merge(node, elapsedMs, Long::sum));
    }
    heard.clear();
    alone = true;
  }

  boolean isAbsent(NodeId node) {
    return absentMs.containsKey(node);
  }

  /** Who was absent for at least so long, sorted. */
  Set<NodeId> forAtLeast(long ms) {
    Set<NodeId> absent = new TreeSet<>();
    absentMs.forEach((node, time) -> {
      if (time >= ms) {
        absent.add(node);
      }
    });
    return absent;
  }
}
