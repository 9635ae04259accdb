package io.miso.node.simulation;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the actors of a whole cluster on one thread and tells when nothing is left to do. An actor with a message is always queued here, so
 * an idle executor means that every mailbox is empty: that makes a simulation settle between two ticks without sleeping.
 */
final class SimulationExecutor extends AbstractExecutorService {
  private static final ConcurrentHashMap<String, SimulationExecutor> INSTANCES =
      new ConcurrentHashMap<>();

  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Thread thread;
  private int outstanding;
  private @Nullable Throwable failure;
  private volatile boolean stopped;

  private SimulationExecutor(String id) {
    thread = new Thread(this::work, "simulation-" + id);
    thread.setDaemon(true);
    thread.start();
  }

  /** The executor that all systems of one cluster share. */
  static SimulationExecutor of(String id) {
    return INSTANCES.computeIfAbsent(id, SimulationExecutor::new);
  }

  /** Ends the thread; systems that share it must be down. */
  static void remove(String id) {
    SimulationExecutor executor = INSTANCES.remove(id);
    if (executor != null) {
      executor.stopped = true;
      executor.thread.interrupt();
    }
  }

  /** Waits until nothing is left to do. */
  synchronized void settle() {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (outstanding > 0) {
      long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
      if (leftMs <= 0) {
        throw new AssertionError("the simulated actors did not settle within 30 s of real time");
      }
      try {
        wait(leftMs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    if (failure != null) {
      throw new AssertionError("a simulated actor failed", failure);
    }
  }

  /** Runs the task between those of actors, not beside them, and answers what it answers. */
  <T> T call(Supplier<T> task) {
    if (Thread.currentThread() == thread) {
      return task.get();
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    execute(() -> {
      try {
        result.complete(task.get());
      } catch (RuntimeException | Error e) {
        result.completeExceptionally(e);
      }
    });
    return result.join();
  }

  @Override
  public void execute(Runnable task) {
    synchronized (this) {
      outstanding++;
    }
    tasks.add(task);
  }

  private void work() {
    while (!stopped) {
      try {
        tasks.take().run();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        synchronized (this) {
          failure = e;
        }
      } finally {
        done();
      }
    }
  }

  private synchronized void done() {
    outstanding--;
    notifyAll();
  }

  /** The systems that share this executor come and go; the cluster ends it. */
  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return stopped;
  }

  @Override
  public boolean isTerminated() {
    return stopped;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return true;
  }
}
