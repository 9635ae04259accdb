package io.miso.crdt;

import java.util.List;
import java.util.Map;

/**
 * What sets and registers hold: text, a number, a boolean, bytes, or JSON-like arrays and objects of these; immutable.
 *
 * <p><b>Numbers</b> are one domain. Whatever is integral and fits 64 bits is one {@link Whole}, whatever form it came in: 5, 5.0
 * and the text "5" given as a number are equal. Every other number is a {@link Real}: fractions, magnitudes from 2^63 on,
 * infinities, and NaN, which equals itself. -0.0 is 0.
 *
 * <p><b>Objects</b> are equal regardless of the order of keys. {@link Null} stands only inside arrays and objects: nothing holds a
 * bare null.
 *
 * <p><b>Canonical order</b>, total and consistent with equals: null, booleans (false first), numbers by value (NaN last), text by
 * UTF-16 code units, bytes unsigned, arrays element by element, objects entry by entry in key order; what is a prefix of the other
 * comes first. {@code toString} is for people, not for storage.
 */
public sealed interface Value extends Write<Value>
    permits Value.Null,
        Value.Bool,
        Value.Whole,
        Value.Real,
        Value.Text,
        ByteValue,
        ArrayValue,
        ObjectValue {

  /** Arrays and objects may be nested this deep. */
  int MAX_DEPTH = 32;

  /** The kinds in canonical order. */
  enum Kind {
    NULL("null"),
    BOOLEAN("boolean"),
    NUMBER("number"),
    TEXT("string"),
    BYTES("bytes"),
    ARRAY("array"),
    OBJECT("object");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The word for it in messages, as users of the SDK and of the wire contract know it. */
    public String label() {
      return label;
    }
  }

  Kind kind();

  /** An estimate of the encoded size in bytes, in constant time. */
  @Override
  long weight();

  /** A 64-bit hash of the content, the same on every node and in every release. */
  default long hash() {
    return ValueHash.of(this);
  }

  @Override
  default long hash(long own) {
    return own;
  }

  /** This very value. */
  @Override
  default Value term() {
    return this;
  }

  /** Levels of arrays and objects: 0 for scalars, 1 for an array of scalars, at most {@link #MAX_DEPTH}. */
  default int depth() {
    return 0;
  }

  @Override
  default int compareTo(Value other) {
    return ValueOrder.compare(this, other);
  }

  /**
   * Text, which is never read as a number.
   *
   * @throws IllegalArgumentException if a surrogate stands alone: such text has no encoding
   */
  static Value of(String text) {
    return new Text(text);
  }

  static Value of(long number) {
    return new Whole(number);
  }

  /** A {@link Whole} if the number is integral and fits 64 bits, else a {@link Real}. */
  static Value of(double number) {
    return Numbers.of(number);
  }

  static Value of(boolean value) {
    return value ? Bool.TRUE : Bool.FALSE;
  }

  /** Copies the bytes. */
  static Value of(byte[] bytes) {
    return new ByteValue(bytes);
  }

  /**
   * A number from its text: decimal, with fraction and exponent as in "5", "-0.5" or "1e3", or one of "NaN", "Infinity" and
   * "-Infinity". Integers within 64 bits are exact in every form, other numbers are rounded to the nearest double.
   *
   * @throws NumberFormatException if the text is no such number, is longer than 1,000 characters, or is finite and beyond the range
   *     of a double
   */
  static Value number(String text) {
    return Numbers.parse(text);
  }

  /**
   * An array of these elements, in this order.
   *
   * @throws IllegalArgumentException if it would be nested deeper than {@link #MAX_DEPTH}
   */
  static Value array(List<Value> elements) {
    return new ArrayValue(elements);
  }

  /**
   * An object of these members.
   *
   * @throws IllegalArgumentException if it would be nested deeper than {@link #MAX_DEPTH}, or a surrogate stands alone in a key
   */
  static Value object(Map<String, Value> members) {
    return new ObjectValue(members);
  }

  /** The null of JSON, for use inside arrays and objects. */
  static Value nullValue() {
    return Null.NULL;
  }

  /** The null of JSON. */
  record Null() implements Value {

    static final Null NULL = new Null();

    @Override
    public Kind kind() {
      return Kind.NULL;
    }

    @Override
    public long weight() {
      return 2;
    }

    @Override
    public String toString() {
      return "null";
    }
  }

  /** A boolean. */
  record Bool(boolean value) implements Value {

    static final Bool TRUE = new Bool(true);
    static final Bool FALSE = new Bool(false);

    @Override
    public Kind kind() {
      return Kind.BOOLEAN;
    }

    @Override
    public long weight() {
      return 2;
    }

    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /** A number that is integral and fits 64 bits. */
  record Whole(long value) implements Value {

    @Override
    public Kind kind() {
      return Kind.NUMBER;
    }

    @Override
    public long weight() {
      return 6;
    }

    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** Any other number: fractional, 2^63 or more in magnitude, infinite, or NaN. */
  record Real(double value) implements Value {

    /**
     * Checks that the number has no form as {@link Whole}.
     *
     * @throws IllegalArgumentException if the number is integral and fits 64 bits; use {@link Value#of(double)}
     */
    public Real {
      if (Numbers.isWhole(value)) {
        throw new IllegalArgumentException(value + " is a whole number of 64 bits");
      }
      value = Double.isNaN(value) ? Double.NaN : value; // one NaN, of one form in bytes
    }

    @Override
    public Kind kind() {
      return Kind.NUMBER;
    }

    @Override
    public long weight() {
      return 9;
    }

    @Override
    public String toString() {
      return Double.toString(value);
    }
  }

  /** Text, well-formed Unicode. */
  record Text(String value) implements Value {

    /**
     * Checks that the text is well-formed.
     *
     * @throws IllegalArgumentException if a surrogate stands alone
     */
    public Text {
      WellFormed.require(value);
    }

    @Override
    public Kind kind() {
      return Kind.TEXT;
    }

    @Override
    public long weight() {
      return 3L + value.length();
    }

    @Override
    public String toString() {
      return '"' + value + '"';
    }
  }
}
