package io.miso.node.function;

import io.miso.grpc.replication.v1.FunctionRow;
import io.miso.grpc.replication.v1.Heartbeat;
import io.miso.grpc.replication.v1.PeerFrame;
import io.miso.node.identity.NodeId;
import io.miso.node.settings.NodeSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What one peer is told of rows, and when: pure, time is an input. This node's row whenever it changed, the whole table when the stream
 * starts; and either again where the peer's heartbeats show that it did not get there.
 */
public final class RowExchange {
  /** An answer to what was sent may just be under way. */
  private static final int HEARTBEATS_UNTIL_RESENT = 2;

  /** Whom the rows are told. */
  public record Receiver(NodeId id, long incarnation, long maxFrameBytes) {}

  private final Supplier<FunctionView> view;
  private final long resendMs;
  private final long repairMs;
  private Receiver peer;
  private FunctionRow sent = FunctionRow.getDefaultInstance();
  private long sentMs;
  private long tableSentMs;
  private boolean differs;
  private long differsSinceMs;

  public RowExchange(NodeSettings settings, Supplier<FunctionView> view, Receiver peer) {
    this.view = view;
    this.peer = peer;
    this.resendMs =
        HEARTBEATS_UNTIL_RESENT * settings.peers().heartbeatInterval().toMillis();
    this.repairMs = settings.replication().repairInterval().toMillis();
  }

  /** A stream to the peer starts with these frames. */
  public List<PeerFrame> attached(Receiver receiver, long nowMs) {
    peer = receiver;
    differs = false;
    List<PeerFrame> frames = new ArrayList<>();
    frames.add(row(view.get().ownRow(), nowMs));
    frames.addAll(table(nowMs));
    return frames;
  }

  /** This node's row changed. */
  public PeerFrame row(FunctionRow row, long nowMs) {
    sent = row;
    sentMs = nowMs;
    return PeerFrame.newBuilder().setFunctionRow(row).build();
  }

  /** What a heartbeat to the peer says. */
  public PeerFrame heartbeat() {
    FunctionView latest = view.get();
    FunctionRow known = latest.row(peer.id());
    long version =
        known == null || known.getIncarnation() != peer.incarnation() ? 0 : known.getVersion();
    return PeerFrame.newBuilder()
        .setHeartbeat(Heartbeat.newBuilder()
            .setRowVersion(latest.ownRow().getVersion())
            .setKnownRowVersion(version)
            .setTableDigest(latest.digest()))
        .build();
  }

  /** A heartbeat of the peer came; answers what it lacks. */
  public List<PeerFrame> heard(Heartbeat heartbeat, long nowMs) {
    FunctionView latest = view.get();
    List<PeerFrame> frames = new ArrayList<>();
    // Nobody takes in the row of a node that is taken for gone.
    if (!latest.forgottenHere()
        && Long.compareUnsigned(heartbeat.getKnownRowVersion(), sent.getVersion()) < 0
        && nowMs - sentMs > resendMs) {
      frames.add(row(latest.ownRow(), nowMs));
    }
    if (heartbeat.getTableDigest() == latest.digest()) {
      differs = false;
    } else if (!differs) {
      differs = true;
      differsSinceMs = nowMs;
    } else if (nowMs - differsSinceMs > repairMs && nowMs - tableSentMs >= repairMs) {
      frames.addAll(table(nowMs));
    }
    return frames;
  }

  private List<PeerFrame> table(long nowMs) {
    tableSentMs = nowMs;
    return TableFrames.of(view.get(), peer.id(), peer.maxFrameBytes());
  }
}
