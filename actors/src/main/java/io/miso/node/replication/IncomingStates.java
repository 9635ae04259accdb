package io.miso.node.replication;

import io.miso.crdt.Crdt;
import io.miso.grpc.replication.v1.CrdtUpdate;
import io.miso.node.codec.MalformedStateException;
import io.miso.node.codec.StateCodec;
import io.miso.node.operation.CrdtKey;
import io.miso.node.state.JoinReceipt;
import io.miso.node.state.Objects;
import java.util.ArrayList;
import java.util.List;

/** Decodes what a peer sent and hands it to the CRDTs: all of it, or nothing where any of it is malformed. */
final class IncomingStates {
  private record Incoming(CrdtKey key, Crdt<?> state, boolean full, long bytes) {}

  private final Objects objects;
  private final PeerTraffic traffic;

  IncomingStates(Objects objects, PeerTraffic traffic) {
    this.objects = objects;
    this.traffic = traffic;
  }

  /**
   * @param joined run once all are joined in memory, from any thread; it must only send a message
   */
  void join(List<CrdtUpdate> updates, Runnable joined) throws MalformedStateException {
    List<Incoming> incoming = new ArrayList<>(updates.size());
    for (CrdtUpdate update : updates) {
      Crdt<?> state = StateCodec.decode(update.getState());
      incoming.add(new Incoming(
          Frames.key(update.getAddress(), state.type()),
          state,
          update.getFull(),
          update.getSerializedSize()));
    }
    if (incoming.isEmpty()) {
      joined.run();
      return;
    }
    JoinReceipt receipt = new JoinReceipt(incoming.size(), joined);
    for (Incoming item : incoming) {
      traffic.stateReceived(item.key().object().function(), item.full(), item.bytes());
      objects.join(item.key(), item.state(), receipt);
    }
  }
}
