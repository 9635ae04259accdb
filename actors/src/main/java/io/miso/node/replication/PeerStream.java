package io.miso.node.replication;

import io.miso.grpc.replication.v1.PeerFrame;

/** One open stream to a peer. Thread-safe. */
public interface PeerStream {

  /** Sends a frame after those sent before. A peer that does not read makes the bounded queue overflow, which closes the stream. */
  void send(PeerFrame frame);

  /** Sends what is queued, then closes. Harmless where it is closed already. */
  void close();

  /** Whom the stream goes to, for logs. */
  String remote();
}
