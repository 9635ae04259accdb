package io.miso.sdk;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A set that elements are only added to. Equal elements are one; {@link ElementType} says what is equal.
 *
 * @param <E> what the elements are in Java
 */
public interface GSet<E> {

  /** Adds an element; changes nothing if it is in. */
  void add(E element);

  /** {@link #add} without waiting. */
  CompletionStage<@Nullable Void> addAsync(E element);

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
