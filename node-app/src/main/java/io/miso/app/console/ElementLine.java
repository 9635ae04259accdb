package io.miso.app.console;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes an element for a terminal, on one line whatever is in it. */
final class ElementLine {
  private static final int LINE_SEPARATOR = 0x2028;
  private static final int PARAGRAPH_SEPARATOR = 0x2029;

  private ElementLine() {}

  /** JSON, but a string as it is, unless it does not fit a line or looks like one that did not. */
  static String of(Object element) {
    return element instanceof String text && !text.startsWith("\"") && fitsLine(text)
        ? text
        : json(element);
  }

  private static String json(@Nullable Object value) {
    if (value instanceof String text) {
      return string(text);
    }
    if (value instanceof Map<?, ?> members) {
      return members.entrySet().stream()
          .map(member -> string((String) member.getKey()) + ":" + json(member.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof List<?> items) {
      return items.stream().map(ElementLine::json).collect(Collectors.joining(",", "[", "]"));
    }
    return String.valueOf(value); // null, a boolean, a long or a double: Java's form is JSON's
  }

  private static String string(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      switch (unit) {
        case '"', '\\' -> json.append('\\').append(unit);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default ->
          json.append(fitsLine(unit) ? String.valueOf(unit) : "\\u%04x".formatted((int) unit));
      }
    }
    return json.append('"').toString();
  }

  private static boolean fitsLine(String text) {
    return text.chars().allMatch(ElementLine::fitsLine);
  }

  private static boolean fitsLine(int unit) {
    return !Character.isISOControl(unit) && unit != LINE_SEPARATOR && unit != PARAGRAPH_SEPARATOR;
  }
}
