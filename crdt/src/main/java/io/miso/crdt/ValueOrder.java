package io.miso.crdt;

import java.util.Iterator;
import java.util.Map;

/** The canonical order of values; see {@link Value}. */
final class ValueOrder {

  private ValueOrder() {}

  static int compare(Value one, Value other) {
    if (one == other) {
      return 0;
    }
    if (one instanceof Value.Text text
        && other instanceof Value.Text that) { // the usual case first
      return text.value().compareTo(that.value());
    }
    if (one.kind() != other.kind()) {
      return one.kind().compareTo(other.kind());
    }
    if (one.kind() == Value.Kind.NUMBER) {
      return compareNumbers(one, other);
    }
    if (one instanceof Value.Bool bool && other instanceof Value.Bool that) {
      return Boolean.compare(bool.value(), that.value());
    }
    if (one instanceof ByteValue bytes && other instanceof ByteValue that) {
      return bytes.compareBytes(that);
    }
    if (one instanceof ArrayValue array && other instanceof ArrayValue that) {
      return compareArrays(array, that);
    }
    if (one instanceof ObjectValue object && other instanceof ObjectValue that) {
      return compareObjects(object, that);
    }
    return 0; // null and null
  }

  private static int compareNumbers(Value one, Value other) {
    if (one instanceof Value.Whole whole) {
      return other instanceof Value.Whole that
          ? Long.compare(whole.value(), that.value())
          : compare(whole.value(), ((Value.Real) other).value());
    }
    double real = ((Value.Real) one).value();
    return other instanceof Value.Whole that
        ? -compare(that.value(), real)
        : Double.compare(real, ((Value.Real) other).value());
  }

  /** Exact, where converting the long to a double would round. The two are never equal: the double is no long. */
  private static int compare(long whole, double real) {
    if (Double.isNaN(real)) {
      return -1;
    }
    // The cast stops at the last long there is: right above all longs, wrong below them.
    return real < -0x1p63 || whole > (long) Math.floor(real) ? 1 : -1;
  }

  private static int compareArrays(ArrayValue one, ArrayValue other) {
    Iterator<Value> theirs = other.elements().iterator();
    for (Value mine : one.elements()) {
      int order = theirs.hasNext() ? compare(mine, theirs.next()) : 1;
      if (order != 0) {
        return order;
      }
    }
    return theirs.hasNext() ? -1 : 0;
  }

  private static int compareObjects(ObjectValue one, ObjectValue other) {
    Iterator<Map.Entry<String, Value>> theirs = other.members().entrySet().iterator();
    for (Map.Entry<String, Value> mine : one.members().entrySet()) {
      if (!theirs.hasNext()) {
        return 1;
      }
      Map.Entry<String, Value> their = theirs.next();
      int order = mine.getKey().compareTo(their.getKey());
      order = order != 0 ? order : compare(mine.getValue(), their.getValue());
      if (order != 0) {
        return order;
      }
    }
    return theirs.hasNext() ? -1 : 0;
  }
}
