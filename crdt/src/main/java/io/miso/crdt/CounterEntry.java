package io.miso.crdt;

/**
 * What one replica has counted in one direction.
 *
 * @param replica who counted
 * @param total all that it ever added; at least 1
 * @param removed how much of that deletions have taken away; 0 to {@code total}
 */
public record CounterEntry(ReplicaId replica, long total, long removed) {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public CounterEntry {
    if (total < 1 || removed < 0 || removed > total) {
      throw new IllegalArgumentException(
          "total must be at least 1 and removed from 0 to total, not " + total + " and " + removed);
    }
  }

  @Override
  public String toString() {
    return replica + "=" + total + (removed == 0 ? "" : "-" + removed);
  }
}
