package io.miso.node.replication;

import io.miso.crdt.Crdt;
import io.miso.crdt.CrdtType;
import io.miso.grpc.replication.v1.SummaryAnswer;
import io.miso.grpc.replication.v1.SummaryRequest;
import io.miso.node.codec.MalformedStateException;
import io.miso.node.codec.SummaryCodec;
import io.miso.node.operation.CrdtKey;

/** What this node says of its copies so that a peer sends no more than they lack, and what a peer says of its own: pure. */
final class SummaryExchange {

  /** Summaries are about so much smaller than their states, down to so many dots for each hash. */
  private static final long WEIGHT_PER_DOT_IN_RANGE = 16 * 1024;

  private static final int LEAST_PER_RANGE = 16;

  private SummaryExchange() {}

  /**
   * The answer to a peer.
   *
   * @throws MalformedStateException if the request names no type that this node knows
   */
  static SummaryAnswer answer(SummaryRequest request, Copies copies)
      throws MalformedStateException {
    CrdtKey key = key(request.getAddress(), request.getType());
    Copies.Copy copy = copies.of(key);
    Crdt<?> state = copy == null ? key.type().empty() : copy.latest().state();
    SummaryAnswer.Builder answer =
        SummaryAnswer.newBuilder().setAddress(request.getAddress()).setType(request.getType());
    if (state.digest() == request.getDigest()) {
      return answer.setSame(true).build();
    }
    int perRange = (int) Math.max(LEAST_PER_RANGE, state.weight() / WEIGHT_PER_DOT_IN_RANGE);
    return answer.setSummary(SummaryCodec.encode(state.summary(perRange))).build();
  }

  /**
   * Follows the answer of a peer.
   *
   * @throws MalformedStateException if it is not one of a type that this node knows
   */
  static void answered(SummaryAnswer answer, Outbox outbox, Copies copies, long nowMs)
      throws MalformedStateException {
    CrdtKey key = key(answer.getAddress(), answer.getType());
    switch (answer.getContentCase()) {
      case SAME -> outbox.answeredSame(key);
      case SUMMARY -> {
        if (answer.getSummary().getType() != answer.getType()) {
          throw new MalformedStateException("a summary of another type than the CRDT");
        }
        outbox.answered(key, SummaryCodec.decode(answer.getSummary()), copies::snapshot, nowMs);
      }
      case CONTENT_NOT_SET -> {
        // Of a later version: the question is asked again.
      }
    }
  }

  private static CrdtKey key(io.miso.grpc.replication.v1.CrdtAddress address, int type)
      throws MalformedStateException {
    try {
      return Frames.key(address, CrdtType.ofNumber(type));
    } catch (IllegalArgumentException unknown) {
      throw new MalformedStateException(unknown);
    }
  }
}
