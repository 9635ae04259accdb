package io.miso.crdt;

/**
 * The identity of one event: the {@code sequence}-th write of a replica.
 *
 * @param replica who wrote
 * @param sequence position among the writes of that replica in this CRDT; at least 1
 */
public record Dot(ReplicaId replica, long sequence) implements Comparable<Dot>, DotSet {

  /**
   * Checks the sequence.
   *
   * @throws IllegalArgumentException if {@code sequence} is below 1
   */
  public Dot {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence must be at least 1, not " + sequence);
    }
  }

  @Override
  public int compareTo(Dot other) {
    int order = replica.compareTo(other.replica);
    return order != 0 ? order : Long.compare(sequence, other.sequence);
  }

  @Override
  public String toString() {
    return replica + ":" + sequence;
  }
}
