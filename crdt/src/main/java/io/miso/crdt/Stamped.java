package io.miso.crdt;

/**
 * What a dot of an {@link LWWRegister} wrote.
 *
 * @param stamp reading of a hybrid logical clock; at least 0
 */
public record Stamped(long stamp, Value value) implements Write<Stamped> {

  /**
   * Checks the stamp.
   *
   * @throws IllegalArgumentException if it is below 0
   */
  public Stamped {
    if (stamp < 0) {
      throw new IllegalArgumentException("stamp must be at least 0, not " + stamp);
    }
  }

  @Override
  public Value term() {
    return value;
  }

  @Override
  public long hash(long valueHash) {
    return Hash.of(3, stamp, valueHash);
  }

  @Override
  public long weight() {
    return value.weight() + 9;
  }

  @Override
  public int compareTo(Stamped other) {
    int order = Long.compare(stamp, other.stamp);
    return order != 0 ? order : value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value + "@" + stamp;
  }
}
