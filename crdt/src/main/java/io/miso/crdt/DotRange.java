package io.miso.crdt;

/**
 * A run of successive dots of one replica, both ends included.
 *
 * @param replica who wrote them
 * @param first lowest sequence; at least 1
 * @param last highest sequence; at least {@code first}
 */
public record DotRange(ReplicaId replica, long first, long last) {

  /**
   * Checks the ends.
   *
   * @throws IllegalArgumentException if {@code first} is below 1 or above {@code last}
   */
  public DotRange {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException("not a range of sequences: " + first + " to " + last);
    }
  }

  @Override
  public String toString() {
    return replica + ":" + (first == last ? first : first + "-" + last);
  }
}
