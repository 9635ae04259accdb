package io.miso.node.function;

import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.node.identity.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who runs and who holds which function, as this node knows it: immutable, the rows of all nodes merged by (incarnation, version). Each
 * node is the only writer of its own row.
 */
public final class FunctionView {
  private final NodeId self;
  private final Map<NodeId, FunctionRow> rows;
  private final Map<String, List<NodeId>> runners;
  private final Map<String, List<NodeId>> holders;

  private FunctionView(NodeId self, Map<NodeId, FunctionRow> rows) {
    this.self = self;
    this.rows = rows;
    this.runners = index(true);
    this.holders = index(false);
  }

  static FunctionView empty(NodeId self) {
    return new FunctionView(self, new TreeMap<>());
  }

  /** Takes a row in unless a newer one of that node is known. */
  FunctionView merge(NodeId node, FunctionRow row) {
    FunctionRow known = rows.get(node);
    if (known != null && !newer(row, known)) {
      return this;
    }
    Map<NodeId, FunctionRow> merged = new TreeMap<>(rows);
    merged.put(node, row);
    return new FunctionView(self, merged);
  }

  FunctionView without(NodeId node) {
    if (!rows.containsKey(node)) {
      return this;
    }
    Map<NodeId, FunctionRow> rest = new TreeMap<>(rows);
    rest.remove(node);
    return new FunctionView(self, rest);
  }

  /** Peers that run a function: the targets of its updates. */
  public List<NodeId> interestedPeers(String function) {
    return runners.getOrDefault(function, List.of());
  }

  /** Peers that run or hold a function: whom a restore asks. */
  public List<NodeId> holdingPeers(String function) {
    return holders.getOrDefault(function, List.of());
  }

  /** Functions a peer runs. */
  public Set<String> runBy(NodeId node) {
    FunctionRow row = rows.get(node);
    if (row == null) {
      return Set.of();
    }
    return row.getFunctionsList().stream()
        .filter(FunctionEntry::getRuns)
        .map(FunctionEntry::getFunction)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether this node runs the function. */
  public boolean runsHere(String function) {
    return runBy(self).contains(function);
  }

  /** Every row known, this node's own included. */
  public Map<NodeId, FunctionRow> rows() {
    return Map.copyOf(rows);
  }

  private static boolean newer(FunctionRow row, FunctionRow known) {
    int byIncarnation = Long.compareUnsigned(row.getIncarnation(), known.getIncarnation());
    return byIncarnation > 0
        || (byIncarnation == 0 && Long.compareUnsigned(row.getVersion(), known.getVersion()) > 0);
  }

  private Map<String, List<NodeId>> index(boolean runningOnly) {
    Map<String, List<NodeId>> index = new HashMap<>();
    rows.forEach((node, row) -> {
      if (node.equals(self)) {
        return;
      }
      for (FunctionEntry entry : row.getFunctionsList()) {
        if (entry.getRuns() || (!runningOnly && entry.getHolds())) {
          index.computeIfAbsent(entry.getFunction(), f -> new ArrayList<>()).add(node);
        }
      }
    });
    return index;
  }
}
