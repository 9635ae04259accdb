package io.miso.node.replication;

import io.miso.grpc.node.v1.FunctionTraffic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts of what was exchanged of each function with one peer. A peer may name any number of functions: those that this node knows are
 * counted, and of others no more than there is room for, since a function is known only after its first state came. Not thread-safe.
 */
final class FunctionCounts {

  /** Of one function. */
  static final class Exchanged {
    final StateCounts sent = new StateCounts();
    final StateCounts received = new StateCounts();
    final Lag lag = new Lag();
  }

  private final int most;
  private final Map<String, Exchanged> byFunction = new TreeMap<>();
  private final Set<String> here = new HashSet<>();

  FunctionCounts(int most) {
    this.most = most;
  }

  /** Which functions this node runs, keeps or holds now. The counts of one that is gone go with it. */
  void here(Set<String> functions) {
    here.removeAll(functions);
    byFunction.keySet().removeAll(here);
    here.clear();
    here.addAll(functions);
  }

  /** Nothing where there are too many. */
  Optional<Exchanged> of(String function) {
    if (byFunction.size() >= most && !byFunction.containsKey(function)) {
      byFunction.keySet().retainAll(here);
      if (byFunction.size() >= most) {
        return Optional.empty();
      }
    }
    return Optional.of(byFunction.computeIfAbsent(function, f -> new Exchanged()));
  }

  /**
   * What was exchanged of the functions that this node knows.
   *
   * @param oldestMs age of the oldest local update that is not acknowledged, by function
   */
  List<FunctionTraffic> status(Map<String, Long> oldestMs) {
    Set<String> known = new TreeSet<>(byFunction.keySet());
    known.retainAll(here);
    known.addAll(oldestMs.keySet());
    List<FunctionTraffic> all = new ArrayList<>();
    for (String function : known) {
      Exchanged exchanged = byFunction.getOrDefault(function, new Exchanged());
      all.add(FunctionTraffic.newBuilder()
          .setFunction(function)
          .setStatesSent(exchanged.sent.count())
          .setStatesReceived(exchanged.received.count())
          .setLag(exchanged.lag.status())
          .setOldestUnacknowledgedMs(oldestMs.getOrDefault(function, 0L))
          .setSent(exchanged.sent.status())
          .setReceived(exchanged.received.status())
          .build());
    }
    return all;
  }
}
