package io.miso.node.codec;

import com.google.protobuf.ByteString;
import io.miso.crdt.ReplicaId;
import io.miso.grpc.replication.v1.Replica;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** The replicas of one message, ascending; the rest of the message names them by their index. */
final class ReplicaTable {

  private static final int NODE_ID_BYTES = 16;

  private final List<ReplicaId> replicas;
  private final boolean[] used;

  private ReplicaTable(List<ReplicaId> replicas) {
    this.replicas = replicas;
    this.used = new boolean[replicas.size()];
  }

  static ReplicaTable of(Collection<ReplicaId> replicas) {
    return new ReplicaTable(List.copyOf(new TreeSet<>(replicas)));
  }

  static ReplicaTable decode(List<Replica> table) {
    List<ReplicaId> replicas = new ArrayList<>();
    for (Replica replica : table) {
      if (replica.getNodeId().size() != NODE_ID_BYTES) {
        throw new IllegalArgumentException("a node id of " + replica.getNodeId().size() + " bytes");
      }
      ByteBuffer nodeId = replica.getNodeId().asReadOnlyByteBuffer();
      replicas.add(new ReplicaId(nodeId.getLong(), nodeId.getLong(), replica.getBirth()));
    }
    Ascending.require(replicas, "replicas");
    return new ReplicaTable(replicas);
  }

  List<Replica> encode() {
    List<Replica> table = new ArrayList<>();
    for (ReplicaId replica : replicas) {
      ByteBuffer nodeId = ByteBuffer.allocate(NODE_ID_BYTES);
      nodeId.putLong(replica.nodeHigh()).putLong(replica.nodeLow()).flip();
      table.add(Replica.newBuilder()
          .setNodeId(ByteString.copyFrom(nodeId))
          .setBirth(replica.birth())
          .build());
    }
    return table;
  }

  int size() {
    return replicas.size();
  }

  int indexOf(ReplicaId replica) {
    return Collections.binarySearch(replicas, replica);
  }

  ReplicaId get(int index) {
    if (index < 0 || index >= replicas.size()) {
      throw new IllegalArgumentException(
          "no replica has the index " + Integer.toUnsignedString(index));
    }
    used[index] = true;
    return replicas.get(index);
  }

  void requireAllUsed() {
    for (int index = 0; index < used.length; index++) {
      if (!used[index]) {
        throw new IllegalArgumentException("replica " + index + " of the table does not occur");
      }
    }
  }
}
