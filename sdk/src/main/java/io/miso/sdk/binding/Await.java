package io.miso.sdk.binding;

import io.miso.sdk.MisoException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The blocking form of a call. */
final class Await {

  /** Bindings have deadlines of their own, which tell more; so they are given this much longer. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private Await() {}

  /** Waits for a change; where no answer comes it may or may not have been applied. */
  static <T> T write(CompletionStage<T> stage, Duration timeout) {
    try {
      return get(stage, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MisoException.Unconfirmed("interrupted while waiting for the answer", e);
    } catch (TimeoutException e) {
      throw new MisoException.Unconfirmed("no answer within " + timeout.toMillis() + " ms", e);
    }
  }

  /** Waits for something that changes nothing. */
  static <T> T read(CompletionStage<T> stage, Duration timeout) {
    try {
      return get(stage, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MisoException.Unavailable("interrupted while waiting for the answer", e);
    } catch (TimeoutException e) {
      throw new MisoException.Unavailable("no answer within " + timeout.toMillis() + " ms", e);
    }
  }

  private static <T> T get(CompletionStage<T> stage, Duration timeout)
      throws InterruptedException, TimeoutException {
    try {
      return stage.toCompletableFuture().get(timeout.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    }
  }

  /** Shows where the caller stands in the stack trace; the cause of the exception shows where the answer came in. */
  private static RuntimeException thrown(@Nullable Throwable cause) {
    Throwable origin = cause instanceof CompletionException wrapper ? wrapper.getCause() : cause;
    if (origin instanceof MisoException failure) {
      failure.fillInStackTrace();
      return failure;
    }
    return new IllegalStateException("a call ended in a way it never should", origin);
  }
}
