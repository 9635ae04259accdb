package io.miso.node.simulation;

import akka.actor.AbstractScheduler;
import akka.actor.Cancellable;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import io.miso.node.identity.NodeClock;
import java.io.Closeable;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * The time of a simulated cluster: clock and agenda of all its nodes in one. TestKit's own manual scheduler sleeps at each step, which
 * makes minutes of simulated time take minutes.
 */
final class SimulatedTime implements NodeClock {
  private static final ConcurrentHashMap<String, SimulatedTime> INSTANCES =
      new ConcurrentHashMap<>();

  private final PriorityQueue<Appointment> agenda = new PriorityQueue<>(
      Comparator.comparingLong((Appointment a) -> a.dueMs).thenComparingLong(a -> a.order));
  private long nowMs = 1_000_000_000_000L;
  private long appointments;

  static SimulatedTime of(String id) {
    return INSTANCES.computeIfAbsent(id, i -> new SimulatedTime());
  }

  static void remove(String id) {
    INSTANCES.remove(id);
  }

  @Override
  public synchronized long millis() {
    return nowMs;
  }

  /** When the next appointment is due; the end of time where there is none. */
  synchronized long nextDueMs() {
    while (!agenda.isEmpty() && agenda.peek().isCancelled()) {
      agenda.poll();
    }
    return agenda.isEmpty() ? Long.MAX_VALUE : agenda.peek().dueMs;
  }

  synchronized void moveTo(long timeMs) {
    nowMs = Math.max(nowMs, timeMs);
  }

  /** Hands everything that is due to its executor; answers how much that was. */
  int runDue() {
    int ran = 0;
    for (Appointment due = pollDue(); due != null; due = pollDue()) {
      due.run();
      ran++;
    }
    return ran;
  }

  private synchronized @Nullable Appointment pollDue() {
    return nextDueMs() <= nowMs ? agenda.poll() : null;
  }

  private synchronized void add(Appointment appointment, long delayMs) {
    appointment.dueMs = nowMs + Math.max(0, delayMs);
    appointment.order = appointments++;
    agenda.add(appointment);
  }

  private final class Appointment implements Cancellable {
    private final Runnable task;
    private final ExecutionContext executor;
    private final Scheduler owner;
    private final long intervalMs;
    private long dueMs;
    private long order;
    private volatile boolean cancelled;

    private Appointment(
        Runnable task, ExecutionContext executor, Scheduler owner, long intervalMs) {
      this.task = task;
      this.executor = executor;
      this.owner = owner;
      this.intervalMs = intervalMs;
    }

    private void run() {
      if (isCancelled()) {
        return;
      }
      executor.execute(task);
      if (intervalMs > 0) {
        add(this, intervalMs);
      } else {
        cancelled = true;
      }
    }

    @Override
    public boolean cancel() {
      boolean before = isCancelled();
      cancelled = true;
      return !before;
    }

    @Override
    public boolean isCancelled() {
      return cancelled || owner.closed;
    }
  }

  /** The scheduler of one actor system; named in its configuration. */
  public static final class Scheduler extends AbstractScheduler implements Closeable {
    private final SimulatedTime time;
    private volatile boolean closed;

    /** Called by Akka. */
    public Scheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
      time = of(config.getString("miso-simulation.id"));
    }

    @Override
    @Deprecated
    public Cancellable schedule(
        FiniteDuration initialDelay,
        FiniteDuration interval,
        Runnable runnable,
        ExecutionContext executor) {
      return add(runnable, executor, initialDelay, interval.toMillis());
    }

    @Override
    public Cancellable scheduleOnce(
        FiniteDuration delay, Runnable runnable, ExecutionContext executor) {
      return add(runnable, executor, delay, 0);
    }

    @Override
    public double maxFrequency() {
      return Duration.ofSeconds(1).toMillis();
    }

    @Override
    public void close() {
      closed = true;
    }

    private Cancellable add(
        Runnable runnable, ExecutionContext executor, FiniteDuration delay, long intervalMs) {
      Appointment appointment = time.new Appointment(runnable, executor, this, intervalMs);
      time.add(appointment, delay.toMillis());
      return appointment;
    }
  }
}
