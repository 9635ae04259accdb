package io.miso.node.replication;

import io.miso.grpc.replication.v1.Fingerprint;
import io.miso.node.operation.KeyHash;
import io.miso.node.replication.Copies.Copy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The copies of some functions as they are at one moment, by the hashes of their keys: immutable. Hashes are compared unsigned. The
 * fingerprint of a range of hashes is a sum of a hash of each key and its state's digest.
 */
final class DigestTable {

  /** What is held under one hash: one copy, or more where hashes collide. */
  record Entry(long hash, long digest, List<Copy> copies) {}

  private final List<Entry> entries;

  /** The fingerprint of the first n entries is at n. */
  private final long[] sums;

  private DigestTable(List<Entry> entries) {
    this.entries = entries;
    this.sums = new long[entries.size() + 1];
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      sums[i + 1] = sums[i] + KeyHash.with(entry.hash(), entry.digest());
    }
  }

  /** Copies that were never written are left out. */
  static DigestTable of(Collection<Copy> copies) {
    List<Copy> sorted = new ArrayList<>(copies.size());
    for (Copy copy : copies) {
      if (!copy.latest().state().isEmpty()) {
        sorted.add(copy);
      }
    }
    sorted.sort((one, other) -> Long.compareUnsigned(one.hash(), other.hash()));
    List<Entry> entries = new ArrayList<>(sorted.size());
    for (int from = 0, to = 0; from < sorted.size(); from = to) {
      long hash = sorted.get(from).hash();
      long digest = 0;
      while (to < sorted.size() && sorted.get(to).hash() == hash) {
        digest += sorted.get(to).latest().state().digest();
        to++;
      }
      // 0 stands for nothing.
      entries.add(new Entry(hash, digest == 0 ? 1 : digest, List.copyOf(sorted.subList(from, to))));
    }
    return new DigestTable(entries);
  }

  Fingerprint fingerprint(long first, long last) {
    int from = below(first);
    int to = Math.max(from, above(last));
    return Fingerprint.newBuilder()
        .setSum(sums[to] - sums[from])
        .setCount(to - from)
        .build();
  }

  List<Entry> within(long first, long last) {
    int from = below(first);
    return entries.subList(from, Math.max(from, above(last)));
  }

  @Nullable
  Entry get(long hash) {
    int index = below(hash);
    return index < entries.size() && entries.get(index).hash() == hash ? entries.get(index) : null;
  }

  /** How many entries are below the hash. */
  private int below(long hash) {
    int low = 0;
    int high = entries.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(entries.get(middle).hash(), hash) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many entries are at or below the hash. */
  private int above(long hash) {
    return hash == -1 ? entries.size() : below(hash + 1);
  }
}
