package io.miso.node.function;

import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.FunctionTable;
import io.miso.grpc.replication.v1.GoneNode;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.identity.NodeId;
import java.util.List;

/** Rows and directories for tests. */
public final class KnownRows {
  private KnownRows() {}

  public static FunctionRow row(NodeId node, long version, String function, boolean runs) {
    return FunctionRow.newBuilder()
        .setNodeId(node.toBytes())
        .setIncarnation(1)
        .setVersion(version)
        .addFunctions(
            FunctionEntry.newBuilder().setFunction(function).setRuns(runs).setHolds(true))
        .build();
  }

  /** The same as a frame of the node itself. */
  public static PeerFrame frame(NodeId node, long version, String function, boolean runs) {
    return PeerFrame.newBuilder()
        .setFunctionRow(row(node, version, function, runs))
        .build();
  }

  static FunctionTable table(FunctionRow... rows) {
    return FunctionTable.newBuilder().addAllRows(List.of(rows)).build();
  }

  static FunctionTable gone(NodeId node, long atMs) {
    return FunctionTable.newBuilder()
        .addGone(GoneNode.newBuilder().setNodeId(node.toBytes()).setGoneAtMs(atMs))
        .build();
  }

  /** From now on the node that owns the directory takes another for gone. */
  public static void gone(FunctionDirectory directory, NodeId node) {
    directory.publish(directory.view().gone(node, 1));
  }

  /** What a node knows that runs the function alone. */
  public static FunctionDirectory directory(NodeId self, String function) {
    FunctionDirectory directory = new FunctionDirectory(self);
    directory.publish(directory.view().own(row(self, 1, function, true)));
    return directory;
  }

  /** What node {@code self} knows when these peers run the function. */
  public static FunctionDirectory running(NodeId self, String function, NodeId... peers) {
    FunctionDirectory directory = new FunctionDirectory(self);
    for (NodeId peer : peers) {
      directory.publish(directory.view().merge(table(row(peer, 1, function, true))));
    }
    return directory;
  }
}
