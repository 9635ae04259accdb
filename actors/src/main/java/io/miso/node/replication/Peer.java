package io.miso.node.replication;

import io.miso.crdt.Crdt;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.node.v1.PeerStatus.Reachability;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.Goodbye;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.codec.MalformedStateException;
import io.miso.node.function.FunctionView;
import io.miso.node.function.RowExchange;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.settings.NodeSettings;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The conversation with one peer: what it is told, when, and over which stream. Pure but for the stream, which takes its frames; time
 * is an input. What was not acknowledged outlives a broken stream; what was asked does not.
 */
final class Peer {

  /** What a peer asks of its surroundings. */
  interface Effects {

    /** Has {@link Peer#wake} called after so long. */
    void wakeAfter(long ms);

    /** How many peers this node has. */
    int peers();

    /** The peer is known to have this version of a copy that may be needed no more. */
    void acknowledged(CrdtKey key, long version);
  }

  private final Copies copies;
  private final PeerTraffic traffic;
  private final Effects effects;
  private final Outbox outbox;
  private final Shipping shipping;
  private final Pace pace;
  private final StreamInUse stream;
  private final AntiEntropy antiEntropy;
  private final RestoreExchange restores = new RestoreExchange();
  private final RowExchange rows;
  private final TheirRow theirRow;
  private PeerIdentity identity;

  Peer(
      NodeSettings settings,
      PeerIdentity identity,
      Supplier<FunctionView> view,
      Copies copies,
      PeerTraffic traffic,
      Effects effects) {
    NodeSettings.Replication replication = settings.replication();
    this.identity = identity;
    this.theirRow = new TheirRow(view);
    this.rows = new RowExchange(settings, view, identity.rowReceiver());
    this.copies = copies;
    this.traffic = traffic;
    this.effects = effects;
    this.outbox = new Outbox(Outbox.Bounds.of(replication, identity.maxFrameBytes()));
    this.shipping = new Shipping(outbox, copies, traffic);
    this.pace = new Pace(replication.batchesPerSecond());
    this.stream = new StreamInUse(Liveness.of(settings.peers()), traffic);
    // The ids are random, so that no two pairs of nodes keep step, and a simulation stays
    // repeatable.
    FunctionRow ownRow = view.get().ownRow();
    traffic.ownRow(ownRow);
    SplittableRandom jitter =
        new SplittableRandom(identity.id().low() + 31L * ownRow.getNodeId().hashCode());
    this.antiEntropy = new AntiEntropy(
        replication, ownRow, outbox, traffic, copies, jitter, this::send, effects::acknowledged);
  }

  PeerIdentity identity() {
    return identity;
  }

  /** Whether this is the stream in use; frames and ends of those before mean nothing any more. */
  boolean uses(StreamLink link) {
    return link == stream.link();
  }

  /** A stream passed the handshake; it replaces the one before. */
  void attached(PeerIdentity who, StreamLink link, long nowMs) {
    StreamLink before = stream.link();
    if (before != null) {
      outbox.streamReplaced();
      forgetStream();
      before.end(Frames.goodbye(Goodbye.Reason.DUPLICATE_STREAM, ""));
    }
    if (who.incarnation() != identity.incarnation()) {
      outbox.forgetKnown();
    }
    identity = who;
    stream.opened(link, nowMs);
    pace.reset();
    rows.attached(who.rowReceiver(), nowMs).forEach(this::send);
  }

  /** The stream ended. */
  void detached() {
    stream.ended();
    outbox.streamLost();
    forgetStream();
  }

  /** Closes the stream, if there is one. */
  void close() {
    StreamLink open = stream.link();
    if (open != null) {
      detached();
      open.close();
    }
  }

  /** A frame came. */
  void heard(PeerFrame frame, long nowMs) {
    stream.heard(frame, nowMs);
  }

  /**
   * A delta for this peer, unless it said meanwhile that it does not want it.
   *
   * @param sinceMs when the first local update in it was
   */
  void enqueue(CrdtKey key, Crdt<?> delta, long sinceMs, long nowMs) {
    if (!antiEntropy.isUnwanted(key.object().function())) {
      outbox.add(key, delta, sinceMs);
      ship(nowMs);
    }
  }

  /** This node's own row changed. */
  void ownRow(FunctionRow changed, long nowMs) {
    traffic.ownRow(changed);
    send(rows.row(changed, nowMs));
    antiEntropy.ownRow(changed, nowMs);
    ship(nowMs);
  }

  /** Sends a frame where there is a stream for it. */
  void send(PeerFrame frame) {
    stream.send(frame);
  }

  /**
   * Has the peer told what this node holds of the object now.
   *
   * @param over told true once the peer has it; false where nobody waits for this peer, or its stream breaks before
   */
  void sync(ObjectKey object, Consumer<Boolean> over, long nowMs) {
    if (!reachable(nowMs)) {
      over.accept(false);
      return;
    }
    for (Copies.Copy copy : copies.ofObject(object)) {
      if (!outbox.knows(copy.key(), copy.latest().joinedVersion())) {
        outbox.addFull(copy.key());
      }
    }
    outbox.whenAcknowledged(key -> key.object().equals(object), over);
    ship(nowMs);
  }

  /** Ends a wait of {@link #sync} without telling. */
  void stopWaiting(Consumer<Boolean> over) {
    outbox.stopWaiting(over);
  }

  /** Runs the action once what waits and is covered is acknowledged, or nobody waits for this peer any more. */
  void drain(Predicate<CrdtKey> covers, Runnable drained, long nowMs) {
    if (reachable(nowMs)) {
      outbox.whenAcknowledged(covers, acknowledged -> drained.run());
      ship(nowMs);
    } else {
      drained.run();
    }
  }

  /** Asks the peer for what it holds; without a stream it has nothing. A suspected one is asked, but nobody waits for its answer. */
  void ask(ObjectKey object, String name, Consumer<Boolean> answered, long nowMs) {
    boolean waits = reachable(nowMs);
    if (stream.isOpen()) {
      send(restores.ask(object, name, waits ? answered : late -> {}));
    }
    if (!waits) {
      answered.accept(false);
    }
  }

  /**
   * Follows a frame, after what it brought is merged or joined.
   *
   * @throws MalformedStateException if a state in it is none that this node can read
   */
  void take(PeerFrame frame, long nowMs) throws MalformedStateException {
    switch (frame.getFrameCase()) {
      case FUNCTION_ROW ->
        theirRow
            .taken(frame.getFunctionRow())
            .ifPresent(taken -> antiEntropy.peerRow(taken, nowMs));
      case BATCH -> {
        antiEntropy.received(frame.getBatch());
        send(Frames.acknowledgement(frame.getBatch().getSequence()));
      }
      case BATCH_ACKNOWLEDGEMENT ->
        shipping.acknowledged(frame.getBatchAcknowledgement().getSequence(), nowMs);
      case RESTORE_REQUEST -> shipping.answer(frame.getRestoreRequest(), identity, this::send);
      case RESTORE_ANSWER -> restores.answered(frame.getRestoreAnswer());
      case DIGESTS -> antiEntropy.take(frame.getDigests(), nowMs);
      case SUMMARY_REQUEST ->
        send(Frames.summaryAnswer(SummaryExchange.answer(frame.getSummaryRequest(), copies)));
      case SUMMARY_ANSWER -> shipping.answered(frame.getSummaryAnswer(), nowMs);
      case HEARTBEAT -> {
        rows.heard(frame.getHeartbeat(), nowMs).forEach(this::send);
        theirRow
            .missed(frame.getHeartbeat(), antiEntropy.isPeerKnown(), identity)
            .ifPresent(missed -> antiEntropy.peerRow(missed, nowMs));
      }
      case FUNCTION_TABLE, KNOWN_NODES, GOODBYE, HELLO, FRAME_NOT_SET -> {
        // Of the overlay, or of a later version: nothing to tell.
        return;
      }
    }
    ship(nowMs);
  }

  /** The heartbeat is due. The stream of a peer that was silent for too long is taken for broken instead, which leads to a new one. */
  void tick(long nowMs) {
    StreamLink open = stream.link();
    if (open == null) {
      return;
    }
    if (stream.lost(nowMs)) {
      detached();
      open.abandon(new TimeoutException("silent for " + stream.silentMs(nowMs) + " ms"));
    } else {
      send(rows.heartbeat());
      outbox.resendOverdue(nowMs);
      antiEntropy.tick(nowMs);
      ship(nowMs);
    }
  }

  /** The gap between two batches is over. */
  void wake(long nowMs) {
    pace.woken();
    ship(nowMs);
  }

  PeerStatus status(long nowMs) {
    PeerStatus.Builder status = PeerStatus.newBuilder()
        .setNode(identity.label())
        .setReachability(stream.reachability(nowMs))
        .setUnacknowledged(outbox.unacknowledged());
    traffic.into(status, outbox.undelivered(), nowMs);
    return status.build();
  }

  /** Nothing is sent before it is known what the peer wants: it may have changed since the last stream. */
  private void ship(long nowMs) {
    while (stream.isOpen()
        && antiEntropy.isPeerKnown()
        && (outbox.isAwaited() || !pace.waits(nowMs, effects))) {
      Optional<PeerFrame> frame = shipping.next(identity, nowMs);
      if (frame.isEmpty()) {
        return;
      }
      if (frame.get().hasBatch()) {
        pace.sent(nowMs, effects);
      }
      send(frame.get());
    }
  }

  private void forgetStream() {
    antiEntropy.streamLost();
    restores.streamLost();
  }

  private boolean reachable(long nowMs) {
    return stream.reachability(nowMs) == Reachability.REACHABLE;
  }
}
