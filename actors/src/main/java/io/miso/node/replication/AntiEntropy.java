package io.miso.node.replication;

import io.miso.grpc.replication.v1.Batch;
import io.miso.grpc.replication.v1.CrdtUpdate;
import io.miso.grpc.replication.v1.Digests;
import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.operation.CrdtKey;
import io.miso.node.replication.Copies.Copy;
import io.miso.node.settings.NodeSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.random.RandomGenerator;

/**
 * Finds what deltas did not bring to one peer, and has it sent: pure. Copies of functions that both nodes want are compared when the
 * stream opens, when one of them begins to want a function, and periodically. What this node only holds is offered to a peer that wants
 * it until the peer has it all.
 */
final class AntiEntropy {
  private static final double JITTER = 0.25;

  /** After the first round of a stream, which leaves out what is just changing. */
  private static final long FOLLOW_UP_MS = 1_000;

  private final NodeSettings.Replication settings;
  private final Outbox outbox;
  private final PeerTraffic traffic;
  private final Copies copies;
  private final RandomGenerator random;
  private final Consumer<PeerFrame> peer;
  private final ObjLongConsumer<CrdtKey> acknowledged;
  private final Sharing sharing;
  private final Reconciliation reconciliation = new Reconciliation(new PeerView());
  private Set<CrdtKey> onTheirWay = Set.of();
  private long nowMs;
  private long nextRoundMs;

  /**
   * @param peer takes frames for the peer
   * @param acknowledged told which versions the peer has of copies that may be needed no more
   */
  AntiEntropy(
      NodeSettings.Replication settings,
      FunctionRow own,
      Outbox outbox,
      PeerTraffic traffic,
      Copies copies,
      RandomGenerator random,
      Consumer<PeerFrame> peer,
      ObjLongConsumer<CrdtKey> acknowledged) {
    this.settings = settings;
    this.sharing = new Sharing(own);
    this.outbox = outbox;
    this.traffic = traffic;
    this.copies = copies;
    this.random = random;
    this.peer = peer;
    this.acknowledged = acknowledged;
  }

  private final class PeerView implements Reconciliation.View {
    @Override
    public boolean isOnItsWay(Copy copy) {
      return onTheirWay.contains(copy.key()) || nowMs < copy.latest().quietAtMs();
    }

    @Override
    public boolean isKnown(Copy copy) {
      return AntiEntropy.this.isKnown(copy);
    }

    @Override
    public void repair(Copy copy) {
      traffic.repaired();
      outbox.addFull(copy.key());
    }

    @Override
    public void same(Copy copy) {
      outbox.learned(copy.key(), copy.latest().version());
    }
  }

  /** Until its row comes, nothing is known of what the peer wants. */
  void streamLost() {
    sharing.peerUnknown();
  }

  void ownRow(FunctionRow row, long now) {
    Set<String> before = sharing.compared();
    sharing.own(row);
    changed(before, now);
  }

  /** The peer's row, or a newer one. What it does not want is not sent. */
  void peerRow(FunctionRow row, long now) {
    Set<String> before = sharing.compared();
    if (!sharing.isPeerKnown()) {
      schedule(now);
    }
    sharing.peer(row);
    outbox.drop(key -> !sharing.wantedThere(key.object().function()));
    changed(before, now);
  }

  private void changed(Set<String> before, long now) {
    if (!before.containsAll(sharing.compared())) {
      startRound(now);
      nextRoundMs = now + FOLLOW_UP_MS;
    }
    offer();
  }

  /**
   * The peer sent something of a CRDT of which here is no more than what a deletion left: it does not have that, or does not know that this
   * node does. Either way it is compared again.
   */
  void received(Batch batch) {
    for (CrdtUpdate update : batch.getUpdatesList()) {
      CrdtKey key = Frames.key(update);
      Copy copy = copies.of(key);
      if (copy != null && !copy.latest().state().isLive()) {
        outbox.unlearned(key);
      }
    }
  }

  /** Compares and offers, where it is time to. */
  void tick(long now) {
    boolean streaming = sharing.isPeerKnown();
    boolean setBack =
        streaming && nextRoundMs - now > 2 * settings.repairInterval().toMillis();
    if (streaming && (now >= nextRoundMs || setBack)) {
      startRound(now);
      offer();
      acknowledge();
    }
  }

  /** Whether the peer's row came on this stream. */
  boolean isPeerKnown() {
    return sharing.isPeerKnown();
  }

  /** Whether the peer is known not to want updates of the function. */
  boolean isUnwanted(String function) {
    return sharing.unwantedThere(function);
  }

  void take(Digests frame, long now) {
    if (Reconciliation.isStart(frame)) {
      schedule(now);
    }
    prepare(now);
    reconciliation
        .take(frame, table(), now)
        .ifPresent(answer -> peer.accept(Frames.digests(answer)));
  }

  private void startRound(long now) {
    schedule(now);
    if (!sharing.compared().isEmpty()) {
      prepare(now);
      traffic.repairRound();
      peer.accept(Frames.digests(reconciliation.start(table())));
    }
  }

  private void schedule(long now) {
    long interval = settings.repairInterval().toMillis();
    nextRoundMs = now + Math.round(interval * (1 + JITTER * (2 * random.nextDouble() - 1)));
  }

  private void prepare(long now) {
    nowMs = now;
    onTheirWay = outbox.unacknowledgedKeys();
  }

  /**
   * What a deletion left is not compared any more once the peer is known to have it: either side drops it when it can, and must not get
   * it back.
   */
  private DigestTable table() {
    List<Copy> compared = new ArrayList<>();
    for (String function : sharing.compared()) {
      for (Copy copy : copies.ofFunction(function)) {
        if (!isLeftOverThere(copy)) {
          compared.add(copy);
        }
      }
    }
    return DigestTable.of(compared);
  }

  /** Tells copies that may go that the peer has them. */
  private void acknowledge() {
    for (String function : sharing.compared()) {
      for (Copy copy : copies.ofFunction(function)) {
        if (isLeftOverThere(copy)) {
          acknowledged.accept(copy.key(), copy.latest().version());
        }
      }
    }
  }

  /** Whether no more is here than what a deletion left, and the peer is known to have it. */
  private boolean isLeftOverThere(Copy copy) {
    return !copy.latest().state().isLive() && isKnown(copy);
  }

  private boolean isKnown(Copy copy) {
    return outbox.knows(copy.key(), copy.latest().version());
  }

  private void offer() {
    Set<CrdtKey> queued = outbox.unacknowledgedKeys();
    for (String function : sharing.offered()) {
      for (Copy copy : copies.ofFunction(function)) {
        if (isKnown(copy)) {
          acknowledged.accept(copy.key(), copy.latest().version());
        } else if (!queued.contains(copy.key())) {
          outbox.addFull(copy.key());
        }
      }
    }
  }
}
