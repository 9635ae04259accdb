package io.miso.node.function;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.node.identity.NodeId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Chooses which functions a node keeps, so that each has a minimum of copies: pure. Every node computes the same from the same rows and
 * follows what comes out for itself, so nobody has to agree. Nodes with different views choose too many for a while, which costs a copy and
 * harms nobody.
 *
 * <p>What a node already keeps is no input, or it would keep for keeping's sake; what it holds is: of the candidates those with a copy come
 * first, so that a choice stays and no copy travels without need, then the highest hash of function and node (rendezvous hashing), which
 * spreads functions over nodes.
 */
final class Keepers {
  private static final Hasher64 HASH = Hashing.xxh3_64();

  private final NodeId self;
  private final int minCopies;

  /** Of one function, among the nodes that are there. */
  private static final class Copies {
    private final Set<NodeId> runners = new HashSet<>();
    private final Set<NodeId> holders = new HashSet<>();
  }

  Keepers(NodeId self, int minCopies) {
    this.self = self;
    this.minCopies = minCopies;
  }

  /**
   * The functions this node is to keep, sorted.
   *
   * @param away nodes that count as no copy and are not chosen
   */
  Set<String> chosen(Map<NodeId, FunctionRow> rows, Set<NodeId> away) {
    Set<String> chosen = new TreeSet<>();
    if (minCopies > 1) {
      Map<NodeId, FunctionRow> present = new TreeMap<>(rows);
      present.keySet().removeIf(node -> away.contains(node) && !node.equals(self));
      copies(present).forEach((function, copies) -> {
        if (isChosen(function, copies, present.keySet())) {
          chosen.add(function);
        }
      });
    }
    return chosen;
  }

  private boolean isChosen(String function, Copies copies, Set<NodeId> present) {
    if (copies.runners.contains(self)) {
      return false;
    }
    long name = HASH.hashCharsToLong(function);
    Comparator<NodeId> holdersFirst = Comparator.comparing(node -> !copies.holders.contains(node));
    Stream<NodeId> candidates = present.stream()
        .filter(node -> !copies.runners.contains(node))
        .sorted(holdersFirst
            .thenComparing(node -> HASH.hashLongLongLongToLong(node.high(), node.low(), name))
            .thenComparing(Comparator.naturalOrder()));
    return candidates.limit(Math.max(0, minCopies - copies.runners.size())).anyMatch(self::equals);
  }

  /** By function, those that no node has a copy of left out. */
  private static Map<String, Copies> copies(Map<NodeId, FunctionRow> present) {
    Map<String, Copies> byFunction = new HashMap<>();
    present.forEach((node, row) -> {
      for (FunctionEntry entry : row.getFunctionsList()) {
        if (entry.getRuns() || entry.getHolds()) {
          Copies copies = byFunction.computeIfAbsent(entry.getFunction(), f -> new Copies());
          if (entry.getRuns()) {
            copies.runners.add(node);
          }
          if (entry.getHolds()) {
            copies.holders.add(node);
          }
        }
      }
    });
    return byFunction;
  }
}
