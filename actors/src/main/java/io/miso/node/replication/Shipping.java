package io.miso.node.replication;

import io.miso.grpc.replication.v1.Batch;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Packs what waits for one peer into batches that it accepts: pure. What is too large for it stays unsent. */
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

  /** The next batch to send, where the window has room and something waits. */
  Optional<Batch> next(PeerIdentity to) {
    while (true) {
      Optional<Outbox.Shipment> shipment = outbox.next(copies::snapshot);
      if (shipment.isEmpty()) {
        return Optional.empty();
      }
      Batch batch = pack(shipment.get());
      if (batch.getSerializedSize() + FRAME_OVERHEAD <= to.maxFrameBytes()) {
        traffic.batchSent(batch.getSerializedSize());
        for (Outbox.Item item : shipment.get().items()) {
          traffic.stateSent(item.key().object().function(), item.full());
        }
        return Optional.of(batch);
      }
      LOG.error(
          "a batch of {} bytes with {} is larger than peer {} accepts ({} bytes) and stays unsent",
          batch.getSerializedSize(),
          shipment.get().items().get(0).key(),
          to,
          to.maxFrameBytes());
      outbox.abandon(shipment.get().sequence());
    }
  }

  private static Batch pack(Outbox.Shipment shipment) {
    Batch.Builder batch = Batch.newBuilder().setSequence(shipment.sequence());
    shipment.items().forEach(item -> batch.addUpdates(Frames.update(item)));
    return batch.build();
  }
}
