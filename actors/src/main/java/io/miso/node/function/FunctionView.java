package io.miso.node.function;

import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.FunctionTable;
import io.miso.grpc.replication.v1.GoneNode;
import io.miso.node.identity.NodeId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who runs, who keeps and who holds which function, as this node knows it: immutable, an index over the rows of all nodes. Each node is the
 * only writer of its own row (docs/adr/0013-function-rows.md).
 */
public final class FunctionView {
  private final NodeId self;
  private final RowTable table;
  private final Map<String, List<NodeId>> interested;
  private final Map<String, List<NodeId>> holders;

  private FunctionView(NodeId self, RowTable table) {
    this.self = self;
    this.table = table;
    this.interested = index(FunctionView::wants);
    this.holders = index(entry -> wants(entry) || entry.getHolds());
  }

  static FunctionView empty(NodeId self) {
    return new FunctionView(self, RowTable.empty(self));
  }

  /** Whether the node of an entry is to be told of updates: it runs the function or keeps it. */
  public static boolean wants(FunctionEntry entry) {
    return entry.getRuns() || entry.getKeeps();
  }

  /** Functions that the node of a row is to be told of. */
  public static Set<String> wantedIn(FunctionRow row) {
    return functions(row, FunctionView::wants);
  }

  /** Takes in the row that this node wrote. */
  FunctionView own(FunctionRow row) {
    return with(table.own(row));
  }

  /** Takes in rows unless newer ones are known, and gone marks. */
  FunctionView merge(FunctionTable heard) {
    return with(table.merge(heard));
  }

  /** This node found out that a node never comes back. */
  FunctionView gone(NodeId node, long atMs) {
    return with(table.gone(node, atMs));
  }

  /** Peers that run or keep a function: the targets of its updates. */
  public List<NodeId> interestedPeers(String function) {
    return interested.getOrDefault(function, List.of());
  }

  /** Peers that run, keep or hold a function: whom a restore asks. */
  public List<NodeId> holdingPeers(String function) {
    return holders.getOrDefault(function, List.of());
  }

  /** Functions a node runs. */
  public Set<String> runBy(NodeId node) {
    return functions(node, FunctionEntry::getRuns);
  }

  /** Functions a node runs or keeps. */
  public Set<String> wantedBy(NodeId node) {
    return functions(node, FunctionView::wants);
  }

  /** Whether this node runs the function. */
  public boolean runsHere(String function) {
    return runBy(self).contains(function);
  }

  /** Whether this node runs the function or keeps it. */
  public boolean wantsHere(String function) {
    return wantedBy(self).contains(function);
  }

  /** Every row known, this node's own included. */
  public Map<NodeId, FunctionRow> rows() {
    return table.rows();
  }

  /** The latest row known of a node; null where none is. */
  public @Nullable FunctionRow row(NodeId node) {
    return table.row(node);
  }

  /** This node's own row. */
  public FunctionRow ownRow() {
    FunctionRow own = table.row(self);
    return own == null ? FunctionRow.getDefaultInstance() : own;
  }

  /** Whether a node is known never to come back under this id. */
  public boolean isGone(NodeId node) {
    return table.gone().contains(node);
  }

  /** The nodes that never come back. */
  public Set<NodeId> gone() {
    return table.gone();
  }

  /** Whether the others take this node for gone. */
  boolean forgottenHere() {
    return isGone(self);
  }

  List<GoneNode> marks() {
    return table.marks();
  }

  /** Equal on nodes that know the same. */
  public long digest() {
    return table.digest();
  }

  private FunctionView with(RowTable changed) {
    return changed == table ? this : new FunctionView(self, changed);
  }

  private Set<String> functions(NodeId node, Predicate<FunctionEntry> which) {
    FunctionRow row = table.row(node);
    return row == null ? Set.of() : functions(row, which);
  }

  private static Set<String> functions(FunctionRow row, Predicate<FunctionEntry> which) {
    return row.getFunctionsList().stream()
        .filter(which)
        .map(FunctionEntry::getFunction)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Map<String, List<NodeId>> index(Predicate<FunctionEntry> which) {
    Map<String, List<NodeId>> index = new HashMap<>();
    table.rows().forEach((node, row) -> {
      if (!node.equals(self)) {
        row.getFunctionsList().stream()
            .filter(which)
            .forEach(entry -> index
                .computeIfAbsent(entry.getFunction(), f -> new ArrayList<>())
                .add(node));
      }
    });
    return index;
  }
}
