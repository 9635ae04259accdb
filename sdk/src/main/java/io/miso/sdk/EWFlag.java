package io.miso.sdk;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A flag on which true wins over a false that was assigned at the same time elsewhere. */
public interface EWFlag {

  /** Enables or disables the flag. */
  void assign(boolean value);

  /** {@link #assign} without waiting. */
  CompletionStage<@Nullable Void> assignAsync(boolean value);

  /** The flag on this node; false if never written, or deleted. */
  boolean getValue();

  /** {@link #getValue} without waiting. */
  CompletionStage<Boolean> getValueAsync();
}
