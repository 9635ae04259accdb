package io.miso.sdk.binding;

import io.miso.sdk.Element;
import io.miso.sdk.ElementType;
import io.miso.sdk.MisoException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Turns what a node holds into what the caller asked for, or says that it is something else. */
record Typed<E>(CrdtRef ref, ElementType<E> type) {

  Set<E> decode(List<Element> elements) {
    Set<E> values = new LinkedHashSet<>();
    for (Element element : elements) {
      if (element.kind() != type.kind()) {
        throw new MisoException.WrongType(ref.kind().label()
            + " '"
            + ref.name()
            + "' holds a value of type "
            + word(element.kind())
            + ", which was asked for as "
            + word(type.kind())
            + "; get it with an ElementType of the stored type");
      }
      values.add(type.decode(element));
    }
    return Collections.unmodifiableSet(values);
  }

  private static String word(Element.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
