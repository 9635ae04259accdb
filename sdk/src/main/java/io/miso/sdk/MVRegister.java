package io.miso.sdk;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A register that keeps every value assigned at the same time on different nodes, until a later assignment replaces them all.
 *
 * @param <E> what the values are in Java
 */
public interface MVRegister<E> {

  /** Assigns a value in place of those that this node shows. */
  void assign(E value);

  /** {@link #assign} without waiting. */
  CompletionStage<@Nullable Void> assignAsync(E value);

  /**
   * The values on this node, unmodifiable: one, or several where assignments were concurrent; none if never assigned, or deleted.
   *
   * @throws MisoException.WrongType if it holds a value of another type than {@code E}
   */
  Set<E> getValue();

  /** {@link #getValue} without waiting. */
  CompletionStage<Set<E>> getValueAsync();
}
