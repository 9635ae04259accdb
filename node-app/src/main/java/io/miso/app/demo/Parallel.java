package io.miso.app.demo;

import io.miso.app.failure.UserFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Blocking calls made side by side, one thread each. */
final class Parallel {
  private Parallel() {}

  /**
   * Makes all calls and answers their results in the same order.
   *
   * @throws UserFailure of the first call in that order which failed
   */
  static <T> List<T> call(List<Callable<T>> calls) {
    ExecutorService executor = Executors.newFixedThreadPool(calls.size(), Parallel::thread);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> call : executor.invokeAll(calls)) {
        results.add(call.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UserFailure failure
          ? failure
          : new UserFailure("unexpected: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserFailure("interrupted", e);
    } finally {
      executor.shutdownNow();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "parallel");
    thread.setDaemon(true);
    return thread;
  }
}
