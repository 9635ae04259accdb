package io.miso.node.replication;

import io.miso.grpc.node.v1.StateTraffic;

/** States that went one way, by what they were, and their encoded bytes. Not thread-safe. */
final class StateCounts {

  /** What a state is counted as. */
  enum As {
    DELTA,
    FULL,
    DIFFERENCE,
    AGAIN
  }

  private final StateTraffic.Builder counted = StateTraffic.newBuilder();

  void add(As as, long size) {
    switch (as) {
      case DELTA ->
        counted.setDeltas(counted.getDeltas() + 1).setDeltaBytes(counted.getDeltaBytes() + size);
      case FULL ->
        counted
            .setFullStates(counted.getFullStates() + 1)
            .setFullStateBytes(counted.getFullStateBytes() + size);
      case DIFFERENCE ->
        counted
            .setDifferences(counted.getDifferences() + 1)
            .setDifferenceBytes(counted.getDifferenceBytes() + size);
      case AGAIN ->
        counted.setAgain(counted.getAgain() + 1).setAgainBytes(counted.getAgainBytes() + size);
    }
  }

  /** All states. */
  long count() {
    return counted.getDeltas()
        + counted.getFullStates()
        + counted.getDifferences()
        + counted.getAgain();
  }

  StateTraffic status() {
    return counted.build();
  }
}
