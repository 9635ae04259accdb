package io.miso.crdt;

/**
 * The name under which one copy of a CRDT writes its events: a 128-bit node id and the birth of the copy on that node.
 *
 * <p>Two copies must never write under one replica id; a copy that starts from empty takes a fresh birth. Order is that of the
 * three numbers, the node id read as one unsigned number.
 *
 * @param nodeHigh upper 64 bits of the node id
 * @param nodeLow lower 64 bits of the node id
 * @param birth counts the copies that started on that node; at least 1
 */
public record ReplicaId(long nodeHigh, long nodeLow, long birth) implements Comparable<ReplicaId> {

  /**
   * Checks the birth.
   *
   * @throws IllegalArgumentException if {@code birth} is below 1
   */
  public ReplicaId {
    if (birth < 1) {
      throw new IllegalArgumentException("birth must be at least 1, not " + birth);
    }
  }

  @Override
  public int compareTo(ReplicaId other) {
    if (this == other) {
      return 0;
    }
    int order = Long.compareUnsigned(nodeHigh, other.nodeHigh);
    if (order == 0) {
      order = Long.compareUnsigned(nodeLow, other.nodeLow);
    }
    return order != 0 ? order : Long.compare(birth, other.birth);
  }

  /** The node id as 32 hexadecimal digits, a slash and the birth. */
  @Override
  public String toString() {
    return String.format("%016x%016x/%d", nodeHigh, nodeLow, birth);
  }
}
