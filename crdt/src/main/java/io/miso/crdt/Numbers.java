package io.miso.crdt;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one domain of numbers: integral values of 64 bits are longs, all others doubles. */
final class Numbers {

  private static final int MAX_TEXT_LENGTH =
      1_000; // parsing is quadratic in the digits; no double needs as many
  private static final int MAX_LONG_DIGITS = 19;
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private Numbers() {}

  static Value of(double number) {
    return isWhole(number) ? new Value.Whole((long) number) : new Value.Real(number);
  }

  /** 2^63 itself is the first double beyond; -2^63 is within. */
  static boolean isWhole(double number) {
    return number >= -0x1p63 && number < 0x1p63 && number == Math.rint(number);
  }

  static Value parse(String text) {
    if (text.length() > MAX_TEXT_LENGTH) {
      throw new NumberFormatException(
          "a number of " + text.length() + " characters; at most " + MAX_TEXT_LENGTH);
    }
    return switch (text) {
      case "NaN" -> of(Double.NaN);
      case "Infinity" -> of(Double.POSITIVE_INFINITY);
      case "-Infinity" -> of(Double.NEGATIVE_INFINITY);
      default -> parseDecimal(text);
    };
  }

  private static Value parseDecimal(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw new NumberFormatException("not a number: \"" + text + "\"");
    }
    Value whole = wholeOrNull(text);
    if (whole != null) {
      return whole;
    }
    double nearest = Double.parseDouble(text);
    if (Double.isInfinite(nearest)) {
      throw new NumberFormatException("beyond the range of a double: " + text);
    }
    return of(nearest);
  }

  private static Value.@Nullable Whole wholeOrNull(String text) {
    BigDecimal exact;
    try {
      exact = new BigDecimal(text);
    } catch (NumberFormatException beyondAnyExponent) {
      return null; // a double decides: 0 or out of range
    }
    long integralDigits = (long) exact.precision() - exact.scale();
    if (integralDigits < 1 || integralDigits > MAX_LONG_DIGITS) {
      return null; // 0, below 1 or beyond 64 bits; expanding the exponent could exhaust the memory
    }
    try {
      return new Value.Whole(exact.longValueExact());
    } catch (ArithmeticException fractionalOrBeyond) {
      return null;
    }
  }
}
