package io.miso.node.replication;

import io.miso.grpc.node.v1.NodeLabel;
import io.miso.node.function.RowExchange;
import io.miso.node.identity.NodeId;
import io.miso.node.operation.SyncResult.NodeInfo;
import io.miso.node.settings.NodeSettings.Seed;

/**
 * Who is at the other end, from its Hello.
 *
 * @param address where it says it can be dialled
 * @param maxFrameBytes the largest frame it accepts
 */
public record PeerIdentity(
    NodeId id, long incarnation, String name, Seed address, long maxFrameBytes) {

  public NodeInfo info() {
    return new NodeInfo(id.hex(), name, address.toString());
  }

  RowExchange.Receiver rowReceiver() {
    return new RowExchange.Receiver(id, incarnation, maxFrameBytes);
  }

  NodeLabel label() {
    return NodeLabel.newBuilder()
        .setNodeId(id.hex())
        .setName(name)
        .setAddress(address.toString())
        .build();
  }

  /** Name and address, for logs. */
  @Override
  public String toString() {
    return name + " (" + address + ")";
  }
}
