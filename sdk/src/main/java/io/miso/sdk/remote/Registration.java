package io.miso.sdk.remote;

import io.miso.sdk.MisoException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The registration of this instance. A daemon that was restarted knows nothing of it, so it is registered again each time the connection
 * comes back, until it unregisters. To register twice is to register once, so this may be repeated.
 */
final class Registration {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Supplier<CompletableFuture<Boolean>> register;
  private final Supplier<CompletableFuture<Boolean>> unregister;
  private boolean registered;
  private @Nullable CompletableFuture<Boolean> renewal;

  /**
   * @param register makes the call once
   * @param unregister makes the call once
   */
  Registration(
      Supplier<CompletableFuture<Boolean>> register,
      Supplier<CompletableFuture<Boolean>> unregister) {
    this.register = register;
    this.unregister = unregister;
  }

  /** An instance that was not told of its registration does not count on it. */
  CompletionStage<Boolean> register() {
    return register.get().thenApply(isNew -> {
      synchronized (this) {
        registered = true;
      }
      return isNew;
    });
  }

  /** After a renewal that is under way, which would undo it. */
  synchronized CompletionStage<Boolean> unregister() {
    registered = false;
    return renewal == null
        ? unregister.get()
        : renewal.handle((isNew, failure) -> true).thenCompose(over -> unregister.get());
  }

  /** There is a connection, maybe to a daemon that was restarted. */
  synchronized void connected() {
    if (registered && renewal == null) {
      renewal = register.get();
      CompletableFuture<Boolean> over = renewal.whenComplete((isNew, failure) -> renewed(failure));
      renewal = over.isDone() ? null : over;
    }
  }

  /** Nothing is called from now on. */
  synchronized void close() {
    registered = false;
  }

  private synchronized void renewed(@Nullable Throwable failure) {
    renewal = null;
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof MisoException.Unavailable || cause instanceof MisoException.Unconfirmed) {
      CompletableFuture.delayedExecutor(PAUSE.toNanos(), TimeUnit.NANOSECONDS)
          .execute(this::connected);
    }
  }
}
