package io.miso.node.operation;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * The 64-bit hash of a CRDT's key, under which nodes compare what they hold. The same on every node and in every release: it is part of the
 * replication protocol.
 */
public final class KeyHash {
  private static final Hasher64 XXH3 = Hashing.xxh3_64();

  private KeyHash() {}

  public static long of(CrdtKey key) {
    HashStream64 stream = XXH3.hashStream();
    stream.putString(key.object().function());
    stream.putString(key.object().objectId());
    stream.putString(key.name());
    stream.putInt(key.type().number());
    return stream.getAsLong();
  }

  /** The hash of a key and the digest of its state, to be summed. */
  public static long with(long keyHash, long digest) {
    return XXH3.hashLongLongToLong(keyHash, digest);
  }
}
