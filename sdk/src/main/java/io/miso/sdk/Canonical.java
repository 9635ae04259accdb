package io.miso.sdk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The one form of each number and JSON value, so that Java's equality is that of the nodes. */
final class Canonical {

  /** As deep as nodes accept. */
  private static final int MAX_DEPTH = 32;

  private Canonical() {}

  static Number number(Number number) {
    if (number instanceof Double || number instanceof Float) {
      double value = number.doubleValue();
      return isWhole(value) ? (Number) (long) value : (Number) value;
    }
    if (number instanceof Long
        || number instanceof Integer
        || number instanceof Short
        || number instanceof Byte) {
      return number.longValue();
    }
    throw invalid("numbers are long or double, not "
        + number.getClass().getName()
        + "; convert it, or store its text");
  }

  /** 2^63 itself is the first double beyond 64 bits. */
  private static boolean isWhole(double value) {
    return value >= -0x1p63 && value < 0x1p63 && value == Math.rint(value);
  }

  static Map<String, @Nullable Object> object(Map<?, ? extends @Nullable Object> members) {
    return object(members, 1);
  }

  private static Map<String, @Nullable Object> object(
      Map<?, ? extends @Nullable Object> members, int depth) {
    requireDepth(depth);
    Map<String, @Nullable Object> ordered = new TreeMap<>();
    members.forEach((key, value) -> {
      if (!(key instanceof String name)) {
        throw invalid("keys of a JSON object are strings, not " + key);
      }
      ordered.put(Names.requireWellFormed("value", name), json(value, depth));
    });
    return Collections.unmodifiableMap(ordered);
  }

  private static List<@Nullable Object> array(List<? extends @Nullable Object> items, int depth) {
    requireDepth(depth);
    List<@Nullable Object> copies = new ArrayList<>(items.size());
    items.forEach(item -> copies.add(json(item, depth)));
    return Collections.unmodifiableList(copies);
  }

  private static @Nullable Object json(@Nullable Object value, int depth) {
    if (value == null || value instanceof Boolean) {
      return value;
    }
    if (value instanceof String text) {
      return Names.requireWellFormed("value", text);
    }
    if (value instanceof Number number) {
      return finite(number(number));
    }
    if (value instanceof Map<?, ?> members) {
      return object(members, depth + 1);
    }
    if (value instanceof List<?> items) {
      return array(items, depth + 1);
    }
    throw invalid("JSON has no form for " + value.getClass().getName());
  }

  private static Number finite(Number number) {
    if (Double.isFinite(number.doubleValue())) {
      return number;
    }
    throw invalid("JSON has no form for the number " + number);
  }

  private static void requireDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw invalid("JSON is nested deeper than " + MAX_DEPTH + " levels");
    }
  }

  private static MisoException invalid(String message) {
    return new MisoException.InvalidRequest("value", "value: " + message);
  }
}
