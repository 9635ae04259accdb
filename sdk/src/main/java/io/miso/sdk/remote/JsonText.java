package io.miso.sdk.remote;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON values as {@code Element.Json} holds them: checked, acyclic and finite. */
final class JsonText {

  private final StringBuilder text = new StringBuilder();

  private JsonText() {}

  static String of(Map<String, ? extends @Nullable Object> members) {
    JsonText json = new JsonText();
    json.object(members);
    return json.text.toString();
  }

  private void value(@Nullable Object value) {
    if (value instanceof String string) {
      string(string);
    } else if (value instanceof Map<?, ?> members) {
      object(members);
    } else if (value instanceof List<?> items) {
      array(items);
    } else {
      text.append(value); // null, a boolean, a long or a finite double: Java's form is JSON's
    }
  }

  private void object(Map<?, ?> members) {
    text.append('{');
    for (Iterator<? extends Map.Entry<?, ?>> i = members.entrySet().iterator(); i.hasNext(); ) {
      Map.Entry<?, ?> member = i.next();
      string((String) member.getKey());
      text.append(':');
      value(member.getValue());
      if (i.hasNext()) {
        text.append(',');
      }
    }
    text.append('}');
  }

  private void array(List<?> items) {
    text.append('[');
    for (Iterator<?> i = items.iterator(); i.hasNext(); ) {
      value(i.next());
      if (i.hasNext()) {
        text.append(',');
      }
    }
    text.append(']');
  }

  private void string(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char unit = string.charAt(i);
      if (unit == '"' || unit == '\\') {
        text.append('\\').append(unit);
      } else if (unit < ' ') {
        text.append(String.format("\\u%04x", (int) unit));
      } else {
        text.append(unit);
      }
    }
    text.append('"');
  }
}
