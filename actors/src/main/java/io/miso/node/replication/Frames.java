package io.miso.node.replication;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.grpc.replication.v1.Batch;
import io.miso.grpc.replication.v1.BatchAcknowledgement;
import io.miso.grpc.replication.v1.CrdtAddress;
import io.miso.grpc.replication.v1.CrdtUpdate;
import io.miso.grpc.replication.v1.Digests;
import io.miso.grpc.replication.v1.Goodbye;
import io.miso.grpc.replication.v1.KnownNodes;
import io.miso.grpc.replication.v1.NodeAddress;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.grpc.replication.v1.RestoreAnswer;
import io.miso.grpc.replication.v1.RestoreRequest;
import io.miso.grpc.replication.v1.SummaryAnswer;
import io.miso.grpc.replication.v1.SummaryRequest;
import io.miso.node.codec.StateCodec;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import java.util.List;

/** Frames from what they say. */
public final class Frames {
  private Frames() {}

  public static PeerFrame goodbye(Goodbye.Reason reason, String detail) {
    return PeerFrame.newBuilder()
        .setGoodbye(Goodbye.newBuilder().setReason(reason).setDetail(detail))
        .build();
  }

  /** Of whom this node knows. */
  public static PeerFrame knownNodes(List<PeerIdentity> peers) {
    KnownNodes.Builder nodes = KnownNodes.newBuilder();
    for (PeerIdentity peer : peers) {
      nodes.addNodes(NodeAddress.newBuilder()
          .setNodeId(peer.id().toBytes())
          .setHost(peer.address().host())
          .setPort(peer.address().port()));
    }
    return PeerFrame.newBuilder().setKnownNodes(nodes).build();
  }

  static PeerFrame batch(Batch batch) {
    return PeerFrame.newBuilder().setBatch(batch).build();
  }

  static PeerFrame acknowledgement(long sequence) {
    return PeerFrame.newBuilder()
        .setBatchAcknowledgement(BatchAcknowledgement.newBuilder().setSequence(sequence))
        .build();
  }

  static PeerFrame restoreRequest(long request, ObjectKey object, String name) {
    return PeerFrame.newBuilder()
        .setRestoreRequest(
            RestoreRequest.newBuilder().setRequest(request).setAddress(address(object, name)))
        .build();
  }

  static PeerFrame restoreAnswer(RestoreAnswer answer) {
    return PeerFrame.newBuilder().setRestoreAnswer(answer).build();
  }

  static PeerFrame digests(Digests digests) {
    return PeerFrame.newBuilder().setDigests(digests).build();
  }

  static PeerFrame summaryRequest(CrdtKey key, long digest) {
    return PeerFrame.newBuilder()
        .setSummaryRequest(SummaryRequest.newBuilder()
            .setAddress(address(key.object(), key.name()))
            .setType(key.type().number())
            .setDigest(digest))
        .build();
  }

  static PeerFrame summaryAnswer(SummaryAnswer answer) {
    return PeerFrame.newBuilder().setSummaryAnswer(answer).build();
  }

  static CrdtUpdate update(CrdtKey key, Crdt<?> state, boolean full) {
    return CrdtUpdate.newBuilder()
        .setAddress(address(key.object(), key.name()))
        .setState(StateCodec.encode(state))
        .setFull(full)
        .build();
  }

  /** Of an update that was decoded before. */
  static CrdtKey key(CrdtUpdate update) {
    int field = update.getState().getTypeCase().getNumber();
    return key(update.getAddress(), CrdtType.ofNumber(field - StateCodec.FIRST_TYPE_FIELD));
  }

  static CrdtKey key(CrdtAddress address, CrdtType type) {
    return new CrdtKey(object(address), address.getName(), type);
  }

  static ObjectKey object(CrdtAddress address) {
    return new ObjectKey(address.getFunction(), address.getObjectId());
  }

  static CrdtAddress address(ObjectKey object, String name) {
    return CrdtAddress.newBuilder()
        .setFunction(object.function())
        .setObjectId(object.objectId())
        .setName(name)
        .build();
  }
}
