package io.miso.sdk;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How elements of a set or register look in Java. An implementation of your own maps a class of yours to one of the kinds of {@link
 * Element}; it must be thread-safe, and turn equal values into equal elements.
 *
 * @param <E> the Java type
 */
public interface ElementType<E> {

  /** Strings. */
  ElementType<String> STRING = new ElementTypes.OfStrings();

  /**
   * Numbers of one domain: what is integral and fits 64 bits is a {@code Long} when read, whatever it was written as; every other
   * number is a {@code Double}.
   *
   * <p>Over a daemon the published contract answers numbers as doubles. So integral numbers of magnitude 2^53 up to 2^63 cannot be
   * told exactly: there, writing one is {@link MisoException.InvalidRequest}, and reading a set or register that holds one (written by
   * an embedded node or another client) is {@link MisoException.OutOfRange}. Store such numbers as strings.
   */
  ElementType<Number> NUMBER = new ElementTypes.OfNumbers();

  /**
   * JSON objects: unmodifiable maps of strings, {@code Long}, {@code Double}, booleans, null, lists and maps. Numbers inside follow
   * the rule of {@link #NUMBER}, so that {@code 5} (an {@code Integer}) is read as {@code 5L}.
   */
  ElementType<Map<String, @Nullable Object>> OBJECT = new ElementTypes.OfObjects();

  /** The kind that all elements have. */
  Element.Kind kind();

  /**
   * To the form that nodes hold.
   *
   * @return of kind {@link #kind()}
   * @throws MisoException.InvalidRequest if the value has no such form
   */
  Element encode(E value);

  /**
   * From the form that nodes hold.
   *
   * @param element of kind {@link #kind()}
   * @throws MisoException.WrongType if another value than one of {@code E} is stored
   */
  E decode(Element element);
}
