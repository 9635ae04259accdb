package io.miso.crdt;

import java.util.List;

/** A list of values as a {@link Value}; immutable. */
public final class ArrayValue implements Value {

  private final List<Value> elements;
  private final int depth;
  private final long weight;

  ArrayValue(List<Value> elements) {
    this.elements = List.copyOf(elements);
    this.depth = Nesting.around(this.elements);
    this.weight = 4 + Nesting.weight(this.elements);
  }

  public List<Value> elements() {
    return elements;
  }

  @Override
  public Kind kind() {
    return Kind.ARRAY;
  }

  @Override
  public long weight() {
    return weight;
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof ArrayValue that && elements.equals(that.elements));
  }

  @Override
  public int hashCode() {
    return elements.hashCode();
  }

  @Override
  public String toString() {
    return elements.toString();
  }
}
