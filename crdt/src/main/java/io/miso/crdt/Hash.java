package io.miso.crdt;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * The 64-bit hash (XXH3) under digests and value indexes. It depends on content alone: equal content has one hash on every node, JVM and
 * release. Digests are compared between nodes, so changing a hash here is a change of the replication protocol.
 */
final class Hash {

  static final Hasher64 XXH3 = Hashing.xxh3_64();

  private Hash() {}

  /** @param tag tells apart things of different kinds with the same content */
  static long of(int tag, long content) {
    return XXH3.hashLongLongToLong(tag, content);
  }

  static long of(long first, long second) {
    return XXH3.hashLongLongToLong(first, second);
  }

  static long of(long first, long second, long third) {
    return XXH3.hashLongLongLongToLong(first, second, third);
  }

  static long of(ReplicaId replica) {
    return of(replica.nodeHigh(), replica.nodeLow(), replica.birth());
  }

  static HashStream64 stream() {
    return XXH3.hashStream();
  }
}
