package io.miso.node.function;

import com.google.protobuf.MessageLite;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.FunctionTable;
import io.miso.grpc.replication.v1.GoneNode;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.identity.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts all that a node knows of rows and gone nodes into frames that a peer accepts: pure. */
final class TableFrames {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionDiscovery.class);

  /** Tags and lengths around one row or mark, and around the table. */
  private static final int OVERHEAD = 16;

  /** Small enough that what follows on the stream does not wait for long. */
  private static final long MOST_BYTES = 1 << 20;

  private final List<PeerFrame> frames = new ArrayList<>();
  private final long maxFrameBytes;
  private FunctionTable.Builder open = FunctionTable.newBuilder();
  private long openBytes;

  private TableFrames(long maxFrameBytes) {
    this.maxFrameBytes = maxFrameBytes;
  }

  /**
   * The frames for a peer; none where there is nothing to tell.
   *
   * @param peer its own row is left out
   * @param maxFrameBytes the largest frame it accepts
   */
  static List<PeerFrame> of(FunctionView view, NodeId peer, long maxFrameBytes) {
    TableFrames cut = new TableFrames(maxFrameBytes);
    view.marks().forEach(cut::add);
    view.rows().forEach((node, row) -> {
      if (!node.equals(peer)) {
        cut.add(row);
      }
    });
    cut.close();
    return cut.frames;
  }

  private void add(GoneNode mark) {
    makeRoom(mark);
    open.addGone(mark);
  }

  private void add(FunctionRow row) {
    if (row.getSerializedSize() + 2L * OVERHEAD > maxFrameBytes) {
      LOG.warn(
          "the row of node {} has {} bytes, more than a peer accepts in one frame ({}): the peer is not told of it",
          NodeId.of(row.getNodeId()),
          row.getSerializedSize(),
          maxFrameBytes);
      return;
    }
    makeRoom(row);
    open.addRows(row);
  }

  private void makeRoom(MessageLite part) {
    int bytes = part.getSerializedSize() + OVERHEAD;
    if (openBytes > 0 && openBytes + bytes + OVERHEAD > Math.min(maxFrameBytes, MOST_BYTES)) {
      close();
    }
    openBytes += bytes;
  }

  private void close() {
    if (openBytes > 0) {
      frames.add(PeerFrame.newBuilder().setFunctionTable(open).build());
      open = FunctionTable.newBuilder();
      openBytes = 0;
    }
  }
}
