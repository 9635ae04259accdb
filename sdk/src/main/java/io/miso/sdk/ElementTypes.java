package io.miso.sdk;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The three types of the published contract. */
final class ElementTypes {

  private ElementTypes() {}

  static final class OfStrings implements ElementType<String> {
    @Override
    public Element.Kind kind() {
      return Element.Kind.STRING;
    }

    @Override
    public Element encode(String value) {
      return Element.of(value);
    }

    @Override
    public String decode(Element element) {
      if (element instanceof Element.Text text) {
        return text.value();
      }
      throw wrongKind(element, kind());
    }
  }

  static final class OfNumbers implements ElementType<Number> {
    @Override
    public Element.Kind kind() {
      return Element.Kind.NUMBER;
    }

    @Override
    public Element encode(Number value) {
      return Element.of(value);
    }

    @Override
    public Number decode(Element element) {
      if (element instanceof Element.Numeric number) {
        return number.value();
      }
      throw wrongKind(element, kind());
    }
  }

  static final class OfObjects implements ElementType<Map<String, @Nullable Object>> {
    @Override
    public Element.Kind kind() {
      return Element.Kind.OBJECT;
    }

    @Override
    public Element encode(Map<String, @Nullable Object> value) {
      return Element.ofObject(value);
    }

    @Override
    public Map<String, @Nullable Object> decode(Element element) {
      if (element instanceof Element.Json json) {
        return Collections.unmodifiableMap(json.members());
      }
      throw wrongKind(element, kind());
    }
  }

  private static MisoException wrongKind(Element element, Element.Kind asked) {
    return new MisoException.WrongType(
        "the stored value is of type " + word(element.kind()) + ", not " + word(asked));
  }

  private static String word(Element.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
