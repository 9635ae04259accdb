package io.miso.node.replication;

import io.miso.crdt.Crdt;
import io.miso.grpc.node.v1.NodeLabel;
import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.node.v1.PeerStatus.Reachability;
import io.miso.grpc.replication.v1.Batch;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.Goodbye;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.grpc.replication.v1.RestoreRequest;
import io.miso.node.operation.CrdtKey;
import io.miso.node.operation.ObjectKey;
import io.miso.node.operation.SyncResult.NodeInfo;
import io.miso.node.settings.NodeSettings;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The conversation with one peer: what it is told, when, and over which stream. Pure but for the stream, which takes its frames; time
 * is an input. What was not acknowledged outlives a broken stream; what was asked, and what the peer was told in full, does not.
 */
final class Peer {
  private final Copies copies;
  private final PeerTraffic traffic;
  private final Outbox outbox;
  private final Shipping shipping;
  private final Liveness liveness;
  private final Interest interest = new Interest();
  private final RestoreExchange restores = new RestoreExchange();
  private PeerIdentity identity;
  private FunctionRow ownRow;
  private @Nullable StreamLink link;

  Peer(
      NodeSettings settings,
      PeerIdentity identity,
      FunctionRow ownRow,
      Copies copies,
      PeerTraffic traffic) {
    this.identity = identity;
    this.ownRow = ownRow;
    this.copies = copies;
    this.traffic = traffic;
    this.outbox = new Outbox(
        settings.replication().window(),
        Math.min(settings.replication().batchBytes(), identity.maxFrameBytes() / 2),
        settings.replication().pendingBytes());
    this.shipping = new Shipping(outbox, copies, traffic);
    this.liveness = new Liveness(settings.peers().acceptablePause().toMillis());
  }

  PeerIdentity identity() {
    return identity;
  }

  /** Whether this is the stream in use; frames and ends of those before mean nothing any more. */
  boolean uses(StreamLink stream) {
    return stream == link;
  }

  /** A stream passed the handshake; it replaces the one before. */
  void attached(PeerIdentity who, StreamLink stream, long nowMs) {
    StreamLink before = link;
    if (before != null) {
      outbox.streamReplaced();
      forgetStream();
      before.end(Frames.goodbye(Goodbye.Reason.DUPLICATE_STREAM, ""));
    }
    identity = who;
    link = stream;
    liveness.heard(nowMs);
    stream.send(Frames.row(ownRow));
  }

  /** The stream ended. */
  void detached() {
    link = null;
    outbox.streamLost();
    forgetStream();
  }

  /** Closes the stream, if there is one. */
  void close() {
    StreamLink open = link;
    if (open != null) {
      detached();
      open.close();
    }
  }

  /** A frame came. */
  void heard(long nowMs) {
    liveness.heard(nowMs);
  }

  /** A delta for this peer. */
  void enqueue(CrdtKey key, Crdt<?> delta) {
    outbox.add(key, delta);
    ship();
  }

  /** This node's own row changed. */
  void ownRow(FunctionRow row) {
    ownRow = row;
    send(Frames.row(row));
  }

  /** Sends a frame where there is a stream for it. */
  void send(PeerFrame frame) {
    if (link != null) {
      link.send(frame);
    }
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
    boolean told = interest.toldInFull(object.function());
    for (Copies.Copy copy : copies.ofObject(object)) {
      if (!told || !outbox.knowsFull(copy.key(), copy.latest().joinedVersion())) {
        outbox.addFull(copy.key());
      }
    }
    outbox.whenAcknowledged(key -> key.object().equals(object), over);
    ship();
  }

  /** Ends a wait of {@link #sync} without telling. */
  void stopWaiting(Consumer<Boolean> over) {
    outbox.stopWaiting(over);
  }

  /** Runs the action once everything that waits is acknowledged, or nobody waits for this peer any more. */
  void drain(Runnable drained, long nowMs) {
    if (reachable(nowMs)) {
      outbox.whenAcknowledged(key -> true, acknowledged -> drained.run());
      ship();
    } else {
      drained.run();
    }
  }

  /** Asks the peer for what it holds; without a stream it has nothing. */
  void ask(ObjectKey object, String name, Consumer<Boolean> answered) {
    if (link == null) {
      answered.accept(false);
    } else {
      link.send(restores.ask(object, name, answered));
    }
  }

  /** Follows a frame, after what it brought is merged or joined. */
  void take(PeerFrame frame) {
    switch (frame.getFrameCase()) {
      case FUNCTION_ROW -> tellInFull(interest.merged(frame.getFunctionRow()));
      case BATCH -> send(Frames.acknowledgement(frame.getBatch().getSequence()));
      case BATCH_ACKNOWLEDGEMENT -> acknowledged(frame.getBatchAcknowledgement().getSequence());
      case RESTORE_REQUEST -> answer(frame.getRestoreRequest());
      case RESTORE_ANSWER -> restores.answered(frame.getRestoreAnswer());
      case KNOWN_NODES, GOODBYE, HEARTBEAT, HELLO, FRAME_NOT_SET -> {
        // Of the overlay, a sign of life, or of a later version: nothing to tell.
      }
    }
  }

  private void acknowledged(long sequence) {
    outbox.acknowledge(sequence);
    ship();
  }

  private void tellInFull(Interest.Told told) {
    outbox.drop(key -> !told.runs().contains(key.object().function()));
    for (String function : told.untold()) {
      copies.ofFunction(function).forEach(copy -> outbox.addFull(copy.key()));
    }
    ship();
  }

  private void answer(RestoreRequest request) {
    RestoreExchange.Reply reply = RestoreExchange.reply(request, copies, identity.maxFrameBytes());
    reply
        .answer()
        .getUpdatesList()
        .forEach(update -> traffic.stateSent(update.getAddress().getFunction(), update.getFull()));
    reply.left().forEach(outbox::addFull);
    send(Frames.restoreAnswer(reply.answer()));
    ship();
  }

  /** The heartbeat is due. The stream of a peer that was silent for too long is taken for broken instead, which leads to a new one. */
  void tick(long nowMs) {
    StreamLink open = link;
    if (open == null) {
      return;
    }
    if (liveness.lost(nowMs)) {
      detached();
      open.abandon(new TimeoutException("silent for " + liveness.silentMs(nowMs) + " ms"));
    } else {
      open.send(Frames.heartbeat(ownRow.getVersion()));
    }
  }

  PeerStatus status(long nowMs) {
    NodeInfo info = identity.info();
    PeerStatus.Builder status = PeerStatus.newBuilder()
        .setNode(NodeLabel.newBuilder()
            .setNodeId(info.nodeId())
            .setName(info.name())
            .setAddress(info.address()))
        .setReachability(reachability(nowMs))
        .setUnacknowledged(outbox.unacknowledged());
    traffic.into(status);
    return status.build();
  }

  private void ship() {
    while (link != null) {
      Optional<Batch> batch = shipping.next(identity);
      if (batch.isEmpty()) {
        return;
      }
      link.send(Frames.batch(batch.get()));
    }
  }

  private void forgetStream() {
    interest.streamLost();
    restores.streamLost();
  }

  private boolean reachable(long nowMs) {
    return reachability(nowMs) == Reachability.REACHABLE;
  }

  private Reachability reachability(long nowMs) {
    if (link == null) {
      return Reachability.UNREACHABLE;
    }
    return liveness.suspected(nowMs) ? Reachability.SUSPECTED : Reachability.REACHABLE;
  }
}
