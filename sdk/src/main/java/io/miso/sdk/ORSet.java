package io.miso.sdk;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A set with removal, on which an addition wins over a removal made at the same time elsewhere. Equal elements are one; {@link ElementType} says what is equal.
 *
 * @param <E> what the elements are in Java
 */
public interface ORSet<E> {

  /** Adds an element; changes nothing if it is in. */
  void add(E element);

  /** {@link #add} without waiting. */
  CompletionStage<@Nullable Void> addAsync(E element);

  /** Removes an element, wherever it was added; changes nothing if it is not in. Additions that this node has not seen survive. */
  void remove(E element);

  /** {@link #remove} without waiting. */
  CompletionStage<@Nullable Void> removeAsync(E element);

  /** Whether the element is in the set on this node. */
  boolean contains(E element);

  /** {@link #contains} without waiting. */
  CompletionStage<Boolean> containsAsync(E element);

  /**
   * The elements on this node, unmodifiable; empty if never written, or deleted.
   *
   * @throws MisoException.WrongType if the set holds an element of another type than {@code E}
   */
  Set<E> getValue();

  /** {@link #getValue} without waiting. */
  CompletionStage<Set<E>> getValueAsync();
}
