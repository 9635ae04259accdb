package io.miso.crdt;

/**
 * Where an {@link ORMap} keeps a value: a key and a type. Two types under one key are two values.
 *
 * @param key any value but null
 * @param type the type of what is kept there
 */
public record Field(Value key, CrdtType type) implements Comparable<Field> {

  /**
   * Checks that a map can hold it.
   *
   * @throws IllegalArgumentException if the key is null, or a map cannot hold the type
   */
  public Field {
    if (key.kind() == Value.Kind.NULL) {
      throw new IllegalArgumentException("null is no key");
    }
    if (!type.isMapValue()) {
      throw new IllegalArgumentException("a map holds no " + type.label());
    }
  }

  /** A hash of key and type, the same on every node. */
  long hash() {
    return Hash.of(type.number(), key.hash());
  }

  long weight() {
    return 2 + key.weight();
  }

  /** By key in canonical order, then by the number of the type. */
  @Override
  public int compareTo(Field other) {
    int order = key.compareTo(other.key);
    return order != 0 ? order : Integer.compare(type.number(), other.type.number());
  }

  @Override
  public String toString() {
    return key + "/" + type.label();
  }
}
