package io.miso.node.mdns;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread that goes on whatever its tasks throw. */
final class Background {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
      1, task -> thread("miso-mdns", task), new ThreadPoolExecutor.DiscardPolicy());

  /** Does nothing after {@link #stop}. */
  void after(Duration wait, Runnable task) {
    var unused = executor.schedule(() -> run(task), wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The pause lies between the end of one run and the start of the next. */
  void every(Duration pause, Runnable task) {
    var unused = executor.scheduleWithFixedDelay(
        () -> run(task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Interrupts what runs and drops what waits. */
  void stop() {
    executor.shutdownNow();
  }

  static Thread thread(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      if (!executor.isShutdown()) {
        LOG.warn("mDNS goes on after an unexpected failure", e);
      }
    }
  }
}
