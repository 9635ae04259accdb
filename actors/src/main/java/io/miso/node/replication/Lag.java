package io.miso.node.replication;

import io.miso.grpc.node.v1.LagBucket;
import io.miso.grpc.node.v1.ReplicationLag;

/** How long changes took until a peer acknowledged them. Not thread-safe. */
final class Lag {
  /** The last bucket has no bound. */
  private static final long[] BOUNDS_MS = {
    50, 100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 60_000
  };

  private final long[] buckets = new long[BOUNDS_MS.length + 1];
  private long count;
  private long sumMs;
  private long maxMs;

  void add(long lagMs) {
    count++;
    sumMs += lagMs;
    maxMs = Math.max(maxMs, lagMs);
    int bucket = 0;
    while (bucket < BOUNDS_MS.length && lagMs > BOUNDS_MS[bucket]) {
      bucket++;
    }
    buckets[bucket]++;
  }

  ReplicationLag status() {
    ReplicationLag.Builder status =
        ReplicationLag.newBuilder().setCount(count).setSumMs(sumMs).setMaxMs(maxMs);
    for (int i = 0; i < buckets.length; i++) {
      long upToMs = i < BOUNDS_MS.length ? BOUNDS_MS[i] : 0;
      status.addBuckets(LagBucket.newBuilder().setUpToMs(upToMs).setCount(buckets[i]));
    }
    return status.build();
  }
}
