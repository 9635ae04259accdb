package io.miso.crdt;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Named values as a {@link Value}; immutable, equal regardless of the order in which the members were given. */
public final class ObjectValue implements Value {

  private final NavigableMap<String, Value> members;
  private final int depth;
  private final long weight;

  ObjectValue(Map<String, Value> members) {
    TreeMap<String, Value> ordered = new TreeMap<>();
    long names = 0;
    for (Map.Entry<String, Value> member : members.entrySet()) {
      WellFormed.require(member.getKey());
      names += 3 + member.getKey().length();
      ordered.put(member.getKey(), member.getValue());
    }
    this.members = Collections.unmodifiableNavigableMap(ordered);
    this.depth = Nesting.around(ordered.values());
    this.weight = 4 + names + Nesting.weight(ordered.values());
  }

  /** The members in the order of their names by UTF-16 code units. */
  public NavigableMap<String, Value> members() {
    return members;
  }

  @Override
  public Kind kind() {
    return Kind.OBJECT;
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
    return this == other || (other instanceof ObjectValue that && members.equals(that.members));
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  @Override
  public String toString() {
    return members.toString();
  }
}
