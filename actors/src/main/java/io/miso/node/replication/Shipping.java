package io.miso.node.replication;

import io.miso.grpc.replication.v1.Batch;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.replication.Outgoing.Item;
import io.miso.node.replication.Outgoing.Question;
import io.miso.node.replication.Outgoing.Shipment;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes frames that one peer accepts of what waits for it: pure. What is too large for it stays unsent. */
final class Shipping {
  private static final Logger LOG = LoggerFactory.getLogger(Shipping.class);

  /** Tag and length around a batch. */
  private static final int FRAME_OVERHEAD = 16;

  private final Outbox outbox;
  private final Copies copies;
  private final PeerTraffic traffic;

  Shipping(Outbox outbox, Copies copies, PeerTraffic traffic) {
    this.outbox = outbox;
    this.copies = copies;
    this.traffic = traffic;
  }

  /** The next frame to send, where there is room for it and something waits. */
  Optional<PeerFrame> next(PeerIdentity to, long nowMs) {
    while (true) {
      Optional<Outgoing> next = outbox.next(copies::snapshot, nowMs);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      if (next.get() instanceof Question question) {
        return Optional.of(Frames.summaryRequest(question.key(), question.digest()));
      }
      Shipment shipment = (Shipment) next.get();
      Batch batch = pack(shipment);
      if (batch.getSerializedSize() + FRAME_OVERHEAD <= to.maxFrameBytes()) {
        traffic.batchSent(batch.getSerializedSize());
        for (Item item : shipment.items()) {
          traffic.stateSent(item.key().object().function(), item.kind().isOfFull());
        }
        return Optional.of(Frames.batch(batch));
      }
      LOG.error(
          "a batch of {} bytes with {} is larger than peer {} accepts ({} bytes) and stays unsent",
          batch.getSerializedSize(),
          shipment.items().get(0).key(),
          to,
          to.maxFrameBytes());
      outbox.abandon(shipment.sequence());
    }
  }

  private static Batch pack(Shipment shipment) {
    Batch.Builder batch = Batch.newBuilder().setSequence(shipment.sequence());
    for (Item item : shipment.items()) {
      batch.addUpdates(Frames.update(item.key(), item.state(), item.kind().isOfFull()));
    }
    return batch.build();
  }
}
