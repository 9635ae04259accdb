package io.miso.node.replication;

import io.miso.grpc.node.v1.PeerStatus;
import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.replication.Outgoing.Kind;
import io.miso.node.replication.StateCounts.As;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Counts of what was exchanged with one peer, and how long that took. Sizes are encoded ones, which a message computes once and needs
 * again when it is written. Not thread-safe: the peer's actor owns it.
 */
final class PeerTraffic {

  /** Frames or batches that went one way, and their bytes. */
  private static final class Messages {
    private long count;
    private long bytes;

    private void add(long size) {
      count++;
      bytes += size;
    }
  }

  private final Messages framesSent = new Messages();
  private final Messages framesReceived = new Messages();
  private final Messages batchesSent = new Messages();
  private final Messages batchesReceived = new Messages();
  private long batchesSentAgain;
  private long batchesAcknowledged;
  private long batchesUnsent;
  private long fullStatesSent;
  private long questions;
  private long repairRounds;
  private long repaired;
  private final StateCounts sent = new StateCounts();
  private final StateCounts received = new StateCounts();
  private final Lag lag = new Lag();
  private final FunctionCounts functions;

  /** @param mostFunctions of which it counts what was exchanged of each */
  PeerTraffic(int mostFunctions) {
    this.functions = new FunctionCounts(mostFunctions);
  }

  /** What this node runs, keeps or holds now. */
  void ownRow(FunctionRow row) {
    functions.here(row.getFunctionsList().stream()
        .map(FunctionEntry::getFunction)
        .collect(Collectors.toSet()));
  }

  /** Any frame, those that are counted as something else as well. */
  void frameSent(PeerFrame frame) {
    framesSent.add(frame.getSerializedSize());
  }

  /** Any frame, those that are counted as something else as well. */
  void frameReceived(PeerFrame frame) {
    framesReceived.add(frame.getSerializedSize());
  }

  /** @param again whether some of it went out before */
  void batchSent(long bytes, boolean again) {
    batchesSent.add(bytes);
    batchesSentAgain += again ? 1 : 0;
  }

  void batchAcknowledged() {
    batchesAcknowledged++;
  }

  /** A batch is too large for the peer. */
  void batchUnsent() {
    batchesUnsent++;
  }

  void batchReceived(long bytes) {
    batchesReceived.add(bytes);
  }

  /** @param again whether some of it went out before */
  void stateSent(String function, Kind kind, boolean again, long bytes) {
    As as = again ? As.AGAIN : countedAs(kind);
    sent.add(as, bytes);
    functions.of(function).ifPresent(exchanged -> exchanged.sent.add(as, bytes));
    fullStatesSent += kind.isOfFull() ? 1 : 0;
  }

  void stateReceived(String function, boolean full, long bytes) {
    As as = full ? As.FULL : As.DELTA;
    received.add(as, bytes);
    functions.of(function).ifPresent(exchanged -> exchanged.received.add(as, bytes));
  }

  /** The peer acknowledged a change, so long after the first local update in it. */
  void delivered(String function, long lagMs) {
    lag.add(lagMs);
    functions.of(function).ifPresent(exchanged -> exchanged.lag.add(lagMs));
  }

  /** The peer is asked what it has of a large state. */
  void asked() {
    questions++;
  }

  /** This node began a comparison. */
  void repairRound() {
    repairRounds++;
  }

  /** A comparison found a CRDT to differ. */
  void repaired() {
    repaired++;
  }

  void into(PeerStatus.Builder status, Undelivered undelivered, long nowMs) {
    OptionalLong oldestMs = undelivered.oldestMs();
    Map<String, Long> ages = new HashMap<>(undelivered.oldestMsByFunction());
    ages.replaceAll((function, sinceMs) -> nowMs - sinceMs);
    status
        .setBatchesSent(batchesSent.count)
        .setBatchesReceived(batchesReceived.count)
        .setBatchesSentAgain(batchesSentAgain)
        .setBatchesAcknowledged(batchesAcknowledged)
        .setBatchesUnsent(batchesUnsent)
        .setStateBytesSent(batchesSent.bytes)
        .setStateBytesReceived(batchesReceived.bytes)
        .setFullStatesSent(fullStatesSent)
        .setLag(lag.status())
        .setOldestUnacknowledgedMs(oldestMs.isPresent() ? nowMs - oldestMs.getAsLong() : 0)
        .setSent(sent.status())
        .setReceived(received.status())
        .setRepairRounds(repairRounds)
        .setCrdtsRepaired(repaired)
        .setQuestionsAsked(questions)
        .setFramesSent(framesSent.count)
        .setFramesReceived(framesReceived.count)
        .setFrameBytesSent(framesSent.bytes)
        .setFrameBytesReceived(framesReceived.bytes)
        .addAllTraffic(functions.status(ages));
  }

  private static As countedAs(Kind kind) {
    return switch (kind) {
      case DELTA, PART_OF_DELTA -> As.DELTA;
      case FULL -> As.FULL;
      case PART_OF_FULL -> As.DIFFERENCE;
    };
  }
}
