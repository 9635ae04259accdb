package io.miso.node.replication;

import io.miso.grpc.replication.v1.FunctionEntry;
import io.miso.grpc.replication.v1.FunctionRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The functions that a peer runs, and which of them it was told of in full on this stream: pure. A function that it stops to run and
 * runs again is told anew.
 */
final class Interest {
  private final Set<String> told = new HashSet<>();

  /**
   * What a row leads to.
   *
   * @param runs what the peer runs now; it is to be told nothing of anything else
   * @param untold those of them whose whole state is to be sent, once
   */
  record Told(Set<String> runs, List<String> untold) {}

  /** The peer's row is merged. */
  Told merged(FunctionRow row) {
    Set<String> runs = row.getFunctionsList().stream()
        .filter(FunctionEntry::getRuns)
        .map(FunctionEntry::getFunction)
        .collect(Collectors.toSet());
    told.retainAll(runs);
    List<String> untold = new ArrayList<>();
    for (String function : runs) {
      if (told.add(function)) {
        untold.add(function);
      }
    }
    return new Told(runs, untold);
  }

  boolean toldInFull(String function) {
    return told.contains(function);
  }

  /** The next stream starts with the full states again. */
  void streamLost() {
    told.clear();
  }
}
