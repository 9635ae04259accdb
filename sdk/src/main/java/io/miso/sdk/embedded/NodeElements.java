package io.miso.sdk.embedded;

import io.miso.crdt.ArrayValue;
import io.miso.crdt.ObjectValue;
import io.miso.crdt.Value;
import io.miso.sdk.Element;
import io.miso.sdk.MisoException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Elements as values of the node and back. Elements are checked where they are made, so nothing is refused on the way in. */
final class NodeElements {

  private NodeElements() {}

  static Value value(Element element) {
    if (element instanceof Element.Text text) {
      return Value.of(text.value());
    }
    if (element instanceof Element.Numeric number) {
      return number(number.value());
    }
    return object(((Element.Json) element).members());
  }

  static List<Element> elements(List<Value> values) {
    return values.stream().map(NodeElements::element).toList();
  }

  private static Element element(Value value) {
    if (value instanceof Value.Text text) {
      return Element.of(text.value());
    }
    if (value instanceof Value.Whole whole) {
      return Element.of(whole.value());
    }
    if (value instanceof Value.Real real) {
      return Element.of(real.value());
    }
    if (value instanceof ObjectValue object) {
      return Element.ofObject(map(object));
    }
    throw new MisoException.WrongType(
        "a stored value is of type " + value.kind().label() + ", which the SDK has no element for");
  }

  private static Value number(Number number) {
    return number instanceof Long whole ? Value.of((long) whole) : Value.of(number.doubleValue());
  }

  private static Value object(Map<?, ? extends @Nullable Object> members) {
    Map<String, Value> values = new TreeMap<>();
    members.forEach((key, member) -> values.put((String) key, json(member)));
    return Value.object(values);
  }

  private static Value json(@Nullable Object json) {
    if (json == null) {
      return Value.nullValue();
    }
    if (json instanceof String text) {
      return Value.of(text);
    }
    if (json instanceof Boolean truth) {
      return Value.of((boolean) truth);
    }
    if (json instanceof Number number) {
      return number(number);
    }
    if (json instanceof List<?> items) {
      List<Value> values = new ArrayList<>(items.size());
      items.forEach(item -> values.add(json(item)));
      return Value.array(values);
    }
    return object((Map<?, ?>) json);
  }

  private static Map<String, @Nullable Object> map(ObjectValue object) {
    Map<String, @Nullable Object> members = new HashMap<>();
    object.members().forEach((name, member) -> members.put(name, java(member)));
    return members;
  }

  private static @Nullable Object java(Value value) {
    if (value instanceof Value.Null) {
      return null;
    }
    if (value instanceof Value.Bool truth) {
      return truth.value();
    }
    if (value instanceof Value.Text text) {
      return text.value();
    }
    if (value instanceof Value.Whole whole) {
      return whole.value();
    }
    if (value instanceof Value.Real real) {
      return real.value();
    }
    if (value instanceof ObjectValue object) {
      return map(object);
    }
    if (value instanceof ArrayValue array) {
      List<@Nullable Object> items = new ArrayList<>(array.elements().size());
      array.elements().forEach(item -> items.add(java(item)));
      return items;
    }
    throw new MisoException.WrongType("a stored JSON object holds a value of type "
        + value.kind().label() + ", which the SDK has no form for");
  }
}
