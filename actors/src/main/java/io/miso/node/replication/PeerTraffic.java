package io.miso.node.replication;

import io.miso.grpc.node.v1.FunctionTraffic;
import io.miso.grpc.node.v1.PeerStatus;
import java.util.Map;
import java.util.TreeMap;

/** Counts of what was exchanged with one peer. Not thread-safe: the peer's actor owns it. */
final class PeerTraffic {
  private static final class Exchanged {
    private long sent;
    private long received;
  }

  private long batchesSent;
  private long batchesReceived;
  private long bytesSent;
  private long bytesReceived;
  private long fullStatesSent;
  private final Map<String, Exchanged> byFunction = new TreeMap<>();

  void batchSent(long bytes) {
    batchesSent++;
    bytesSent += bytes;
  }

  void batchReceived(long bytes) {
    batchesReceived++;
    bytesReceived += bytes;
  }

  void stateSent(String function, boolean full) {
    exchanged(function).sent++;
    fullStatesSent += full ? 1 : 0;
  }

  void stateReceived(String function) {
    exchanged(function).received++;
  }

  void into(PeerStatus.Builder status) {
    status
        .setBatchesSent(batchesSent)
        .setBatchesReceived(batchesReceived)
        .setStateBytesSent(bytesSent)
        .setStateBytesReceived(bytesReceived)
        .setFullStatesSent(fullStatesSent);
    byFunction.forEach((function, exchanged) -> status.addTraffic(FunctionTraffic.newBuilder()
        .setFunction(function)
        .setStatesSent(exchanged.sent)
        .setStatesReceived(exchanged.received)));
  }

  private Exchanged exchanged(String function) {
    return byFunction.computeIfAbsent(function, f -> new Exchanged());
  }
}
