package io.miso.node.simulation.core;

import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.node.function.FunctionView;
import io.miso.node.identity.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whom a node met, and what each said itself, not through others. */
final class Acquaintances {
  private final Map<Integer, NodeId> atPlaces = new HashMap<>();
  private final Map<NodeId, FunctionRow> rows = new HashMap<>();

  /** A node is at a place; answers the one that was there before, where it was another. */
  Optional<NodeId> met(Place place, NodeId node) {
    NodeId before = atPlaces.put(place.index(), node);
    return Optional.ofNullable(before).filter(known -> !known.equals(node));
  }

  void said(NodeId node, FunctionRow row) {
    rows.put(node, row);
  }

  /** At how many places nodes said what they want. */
  long heardOf() {
    return atPlaces.values().stream().filter(rows::containsKey).count();
  }

  boolean saidToWant(NodeId node, String function) {
    return rows.getOrDefault(node, FunctionRow.getDefaultInstance()).getFunctionsList().stream()
        .anyMatch(entry -> entry.getFunction().equals(function) && FunctionView.wants(entry));
  }
}
