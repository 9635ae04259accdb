package io.miso.node.function;

import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.node.identity.NodeId;

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

  /** What node {@code self} knows when these peers run the function. */
  public static FunctionDirectory running(NodeId self, String function, NodeId... peers) {
    FunctionDirectory directory = new FunctionDirectory(self);
    for (NodeId peer : peers) {
      directory.publish(directory.view().merge(peer, row(peer, 1, function, true)));
    }
    return directory;
  }
}
