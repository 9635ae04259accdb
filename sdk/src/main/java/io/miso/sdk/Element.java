package io.miso.sdk;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An element of a set or register in the form in which nodes hold it: what an {@link ElementType} turns Java values into and back.
 * Elements are immutable and equal exactly where nodes hold them as one.
 */
public sealed interface Element {

  /** The kinds that the published contract knows. */
  enum Kind {
    STRING,
    NUMBER,
    OBJECT
  }

  Kind kind();

  /**
   * Text.
   *
   * @throws MisoException.InvalidRequest if a surrogate stands alone: such text has no encoding
   */
  static Element of(String text) {
    return new Text(text);
  }

  /**
   * A number: what is integral and fits 64 bits is one element in whatever form it came (5 and 5.0), every other one is a double;
   * -0.0 is 0, NaN equals itself.
   *
   * @param number a {@code Byte}, {@code Short}, {@code Integer}, {@code Long}, {@code Float} or {@code Double}
   * @throws MisoException.InvalidRequest if it is of another class: it might not fit
   */
  static Element of(Number number) {
    return new Numeric(number);
  }

  /**
   * A JSON object, equal regardless of the order of keys.
   *
   * @param members strings, numbers as in {@link #of(Number)} but finite, booleans, null, and lists and maps of these, 32 levels deep
   *     at most; copied
   * @throws MisoException.InvalidRequest if there is anything else
   */
  static Element ofObject(Map<String, ? extends @Nullable Object> members) {
    return new Json(members);
  }

  /** Well-formed text. */
  record Text(String value) implements Element {
    public Text {
      Names.requireWellFormed("value", value);
    }

    @Override
    public Kind kind() {
      return Kind.STRING;
    }
  }

  /**
   * A number.
   *
   * @param value a {@code Long} if integral within 64 bits, else a {@code Double}
   */
  record Numeric(Number value) implements Element {
    public Numeric {
      value = Canonical.number(value);
    }

    @Override
    public Kind kind() {
      return Kind.NUMBER;
    }
  }

  /**
   * A JSON object.
   *
   * @param members unmodifiable, in the order of their keys; numbers are {@code Long} or {@code Double} as in {@link Numeric}
   */
  record Json(Map<String, ? extends @Nullable Object> members) implements Element {
    public Json {
      members = Canonical.object(members);
    }

    @Override
    public Kind kind() {
      return Kind.OBJECT;
    }
  }
}
