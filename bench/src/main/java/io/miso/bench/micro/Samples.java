package io.miso.bench.micro;

import io.miso.crdt.ORSet;
import io.miso.crdt.PNCounter;
import io.miso.crdt.ReplicaId;
import io.miso.crdt.Value;

/** States to measure on, the same in every run. */
final class Samples {
  private Samples() {}

  static ReplicaId replica(int number) {
    // Spread over the range like the random ids of nodes.
    return new ReplicaId(number * 0x9e3779b97f4a7c15L, number * 0xc2b2ae3d27d4eb4fL, 1);
  }

  /** A counter to which so many replicas have added. */
  static PNCounter counter(int replicas) {
    PNCounter counter = PNCounter.empty();
    for (int i = 1; i <= replicas; i++) {
      counter = counter.add(replica(i), 1_000_000L * i).state();
    }
    return counter;
  }

  /** A set that three replicas have filled in turn. */
  static ORSet set(int elements) {
    ORSet set = ORSet.empty();
    for (int i = 0; i < elements; i++) {
      set = set.add(replica(1 + i % 3), element(i)).state();
    }
    return set;
  }

  static Value element(int number) {
    return Value.of("element-" + number);
  }
}
