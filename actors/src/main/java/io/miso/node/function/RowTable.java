package io.miso.node.function;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import com.google.protobuf.ByteString;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.FunctionTable;
import io.miso.grpc.replication.v1.GoneNode;
import io.miso.node.identity.NodeId;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows and gone marks that a node has: immutable. Rows merge by (incarnation, version) and a mark wins over every row of its node, so
 * tables that have been merged in whatever order, however often, are equal.
 */
final class RowTable {
  /**
   * Rows beyond are not taken in, gone marks beyond give way to later ones, so that no peer makes the table grow without end. Ten times what
   * a full mesh can be; a mark costs some 100 bytes.
   */
  static final int MOST = 10_000;

  private static final Hasher64 HASH = Hashing.xxh3_64();
  private static final int NODE_ID_BYTES = 16;

  private final NodeId self;
  private final Map<NodeId, FunctionRow> rows;
  private final Map<NodeId, Long> gone;
  private final long digest;

  private RowTable(NodeId self, Map<NodeId, FunctionRow> rows, Map<NodeId, Long> gone) {
    this.self = self;
    this.rows = rows;
    this.gone = gone;
    this.digest = digest(rows, gone);
  }

  static RowTable empty(NodeId self) {
    return new RowTable(self, Map.of(), Map.of());
  }

  /** Takes in the row that this node wrote. */
  RowTable own(FunctionRow row) {
    Map<NodeId, FunctionRow> merged = new TreeMap<>(rows);
    merged.put(self, row);
    return new RowTable(self, merged, gone);
  }

  /** Takes in what others say. Nobody else writes this node's row. */
  RowTable merge(FunctionTable heard) {
    Map<NodeId, Long> marks = merged(heard.getGoneList());
    Map<NodeId, FunctionRow> merged = new TreeMap<>(rows);
    merged.keySet().removeIf(node -> !node.equals(self) && marks.containsKey(node));
    for (FunctionRow row : heard.getRowsList()) {
      NodeId node = id(row.getNodeId());
      if (node == null || node.equals(self) || marks.containsKey(node)) {
        continue;
      }
      FunctionRow known = merged.get(node);
      if (known == null ? merged.size() < MOST : newer(row, known)) {
        merged.put(node, row);
      }
    }
    return merged.equals(rows) && marks.equals(gone) ? this : new RowTable(self, merged, marks);
  }

  /** This node found out that a node never comes back. */
  RowTable gone(NodeId node, long atMs) {
    return gone.containsKey(node)
        ? this
        : merge(FunctionTable.newBuilder().addGone(mark(node, atMs)).build());
  }

  Map<NodeId, FunctionRow> rows() {
    return Collections.unmodifiableMap(rows);
  }

  @Nullable
  FunctionRow row(NodeId node) {
    return rows.get(node);
  }

  Set<NodeId> gone() {
    return Collections.unmodifiableSet(gone.keySet());
  }

  List<GoneNode> marks() {
    return gone.entrySet().stream()
        .map(mark -> mark(mark.getKey(), mark.getValue()))
        .toList();
  }

  /** Equal on all nodes that have the same rows of the same nodes, and take the same ones for gone. */
  long digest() {
    return digest;
  }

  static boolean newer(FunctionRow row, FunctionRow known) {
    int byIncarnation = Long.compareUnsigned(row.getIncarnation(), known.getIncarnation());
    return byIncarnation > 0
        || (byIncarnation == 0 && Long.compareUnsigned(row.getVersion(), known.getVersion()) > 0);
  }

  /** Times of one mark join by maximum, so that which marks are the latest is the same whatever came first. */
  private Map<NodeId, Long> merged(List<GoneNode> heard) {
    Map<NodeId, Long> marks = new TreeMap<>(gone);
    for (GoneNode mark : heard) {
      NodeId node = id(mark.getNodeId());
      if (node != null) {
        marks.merge(node, mark.getGoneAtMs(), Math::max);
      }
    }
    if (marks.size() > MOST) {
      marks.entrySet().stream()
          .sorted(Map.Entry.<NodeId, Long>comparingByValue()
              .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
          .limit(marks.size() - MOST)
          .map(Map.Entry::getKey)
          .toList()
          .forEach(marks::remove);
    }
    return marks;
  }

  /** When a node was found gone is left out: nodes that see another one leave note different times. */
  private static long digest(Map<NodeId, FunctionRow> rows, Map<NodeId, Long> gone) {
    long sum = 0;
    for (Map.Entry<NodeId, FunctionRow> row : rows.entrySet()) {
      if (!gone.containsKey(row.getKey())) {
        sum += HASH.hashLongLongLongToLong(
            row.getKey().high(),
            row.getKey().low(),
            HASH.hashLongLongToLong(
                row.getValue().getIncarnation(), row.getValue().getVersion()));
      }
    }
    for (NodeId node : gone.keySet()) {
      sum += HASH.hashLongLongToLong(node.high(), node.low());
    }
    return sum;
  }

  private static GoneNode mark(NodeId node, long atMs) {
    return GoneNode.newBuilder().setNodeId(node.toBytes()).setGoneAtMs(atMs).build();
  }

  /** Whatever is no node id means nothing. */
  private static @Nullable NodeId id(ByteString bytes) {
    return bytes.size() == NODE_ID_BYTES ? NodeId.of(bytes) : null;
  }
}
