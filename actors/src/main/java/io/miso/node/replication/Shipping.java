package io.miso.node.replication;

import io.miso.grpc.replication.v1.Batch;
import io.miso.grpc.replication.v1.CrdtUpdate;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.grpc.replication.v1.RestoreAnswer;
import io.miso.grpc.replication.v1.RestoreRequest;
import io.miso.grpc.replication.v1.SummaryAnswer;
import io.miso.node.codec.MalformedStateException;
import io.miso.node.replication.Outgoing.Item;
import io.miso.node.replication.Outgoing.Kind;
import io.miso.node.replication.Outgoing.Question;
import io.miso.node.replication.Outgoing.Shipment;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes frames that one peer accepts of what waits for it, and follows what it says of them: pure. What is too large for it stays unsent. */
final class Shipping {
  private static final Logger LOG = LoggerFactory.getLogger(Shipping.class);

  /** Tag and length around a batch. */
  private static final int FRAME_OVERHEAD = 16;

  /** Answers that wait for large states; who asks and does not take what it asked for gets no more. */
  private static final int MOST_ANSWERS = 100;

  private final Outbox outbox;
  private final Copies copies;
  private final PeerTraffic traffic;
  private int answersUnderWay;

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
        traffic.asked();
        return Optional.of(Frames.summaryRequest(question.key(), question.digest()));
      }
      Shipment shipment = (Shipment) next.get();
      Batch batch = pack(shipment);
      if (batch.getSerializedSize() + FRAME_OVERHEAD <= to.maxFrameBytes()) {
        count(shipment, batch);
        return Optional.of(Frames.batch(batch));
      }
      LOG.error(
          "a batch of {} bytes with {} is larger than peer {} accepts ({} bytes) and stays unsent",
          batch.getSerializedSize(),
          shipment.items().get(0).key(),
          to,
          to.maxFrameBytes());
      traffic.batchUnsent();
      outbox.abandon(shipment.sequence());
    }
  }

  /** The peer joined a batch. */
  void acknowledged(long sequence, long nowMs) {
    if (outbox.isInFlight(sequence)) {
      traffic.batchAcknowledged();
    }
    outbox.acknowledge(sequence);
    countDelivered(nowMs);
  }

  /**
   * The peer says what it has of a large state.
   *
   * @throws MalformedStateException if that is not of a type that this node knows
   */
  void answered(SummaryAnswer answer, long nowMs) throws MalformedStateException {
    SummaryExchange.answered(answer, outbox, copies, nowMs);
    countDelivered(nowMs);
  }

  /** Answers what the peer asks for. What is too large for an answer is brought to the peer before it. */
  void answer(RestoreRequest request, PeerIdentity to, Consumer<PeerFrame> peer) {
    RestoreExchange.Reply reply = RestoreExchange.reply(request, copies, to.maxFrameBytes());
    for (CrdtUpdate update : reply.answer().getUpdatesList()) {
      String function = update.getAddress().getFunction();
      traffic.stateSent(function, Kind.FULL, false, update.getSerializedSize());
    }
    if (reply.left().isEmpty()) {
      peer.accept(Frames.restoreAnswer(reply.answer()));
    } else if (answersUnderWay >= MOST_ANSWERS) {
      peer.accept(incomplete(reply.answer()));
    } else {
      answersUnderWay++;
      reply.left().forEach(outbox::addFull);
      outbox.whenAcknowledged(reply.left()::contains, brought -> {
        answersUnderWay--;
        peer.accept(brought ? Frames.restoreAnswer(reply.answer()) : incomplete(reply.answer()));
      });
    }
  }

  private static PeerFrame incomplete(RestoreAnswer answer) {
    return Frames.restoreAnswer(answer.toBuilder().setComplete(false).build());
  }

  private void countDelivered(long nowMs) {
    for (Undelivered.Delivered change : outbox.undelivered().takeDelivered()) {
      traffic.delivered(change.key().object().function(), nowMs - change.sinceMs());
    }
  }

  private void count(Shipment shipment, Batch batch) {
    boolean anyAgain = false;
    for (int i = 0; i < shipment.items().size(); i++) {
      Item item = shipment.items().get(i);
      boolean again = outbox.undelivered().isAgain(shipment.sequence(), item);
      anyAgain |= again;
      traffic.stateSent(
          item.key().object().function(),
          item.kind(),
          again,
          batch.getUpdates(i).getSerializedSize());
    }
    traffic.batchSent(batch.getSerializedSize(), anyAgain);
  }

  private static Batch pack(Shipment shipment) {
    Batch.Builder batch = Batch.newBuilder().setSequence(shipment.sequence());
    for (Item item : shipment.items()) {
      batch.addUpdates(Frames.update(item.key(), item.state(), item.kind().isOfFull()));
    }
    return batch.build();
  }
}
