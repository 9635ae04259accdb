package io.miso.node.replication;

import io.miso.grpc.node.v1.PeerStatus.Reachability;
import io.miso.grpc.replication.v1.PeerFrame;
import org.jspecify.annotations.Nullable;

/** The stream to one peer, where there is one, how long the peer has been silent on it, and what goes over it. */
final class StreamInUse {
  private final Liveness liveness;
  private final PeerTraffic traffic;
  private @Nullable StreamLink link;

  StreamInUse(Liveness liveness, PeerTraffic traffic) {
    this.liveness = liveness;
    this.traffic = traffic;
  }

  /** Null where there is no stream. */
  @Nullable
  StreamLink link() {
    return link;
  }

  boolean isOpen() {
    return link != null;
  }

  void opened(StreamLink stream, long nowMs) {
    link = stream;
    liveness.opened(nowMs);
  }

  void ended() {
    link = null;
  }

  /** Sends a frame where there is a stream for it. */
  void send(PeerFrame frame) {
    if (link != null) {
      traffic.frameSent(frame);
      link.send(frame);
    }
  }

  /** A frame came. */
  void heard(PeerFrame frame, long nowMs) {
    traffic.frameReceived(frame);
    if (frame.hasHeartbeat()) {
      liveness.heartbeat(nowMs);
    } else {
      liveness.heard(nowMs);
    }
  }

  /** The peer was silent for so long that the stream is taken for broken. */
  boolean lost(long nowMs) {
    return liveness.lost(nowMs);
  }

  long silentMs(long nowMs) {
    return liveness.silentMs(nowMs);
  }

  Reachability reachability(long nowMs) {
    if (link == null) {
      return Reachability.UNREACHABLE;
    }
    return liveness.suspected(nowMs) ? Reachability.SUSPECTED : Reachability.REACHABLE;
  }
}
