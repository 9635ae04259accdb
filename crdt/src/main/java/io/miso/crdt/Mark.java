package io.miso.crdt;

/**
 * What a dot of an {@link RWSet} wrote.
 *
 * @param present true for an add, false for a remove
 */
public record Mark(Value element, boolean present) implements Write<Mark> {

  @Override
  public Value term() {
    return element;
  }

  @Override
  public long hash(long elementHash) {
    return Hash.of(present ? 1 : 0, elementHash);
  }

  @Override
  public long weight() {
    return element.weight() + 1;
  }

  /** By element, then removes before adds. */
  @Override
  public int compareTo(Mark other) {
    int order = element.compareTo(other.element);
    return order != 0 ? order : Boolean.compare(present, other.present);
  }

  @Override
  public String toString() {
    return (present ? "+" : "-") + element;
  }
}
