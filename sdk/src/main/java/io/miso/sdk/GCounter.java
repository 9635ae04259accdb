package io.miso.sdk;

import java.util.concurrent.CompletionStage;

/**
 * A counter that only grows.
 *
 * <p>Amounts are above 0; 0 and below end in {@link MisoException.InvalidRequest}. Sums are exact: nothing wraps.
 */
public interface GCounter {

  /**
   * Adds an amount.
   *
   * @param amount above 0
   * @return the value on this node after the addition
   * @throws MisoException.OutOfRange if it does not fit 64 bits
   */
  long add(long amount);

  /** {@link #add} without waiting. */
  CompletionStage<Long> addAsync(long amount);

  /**
   * The value on this node; 0 if never written, or deleted.
   *
   * @throws MisoException.OutOfRange if it does not fit 64 bits
   */
  long getValue();

  /** {@link #getValue} without waiting. */
  CompletionStage<Long> getValueAsync();
}
