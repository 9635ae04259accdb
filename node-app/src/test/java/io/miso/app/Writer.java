package io.miso.app;

import io.miso.app.process.Stopwatch;
import io.miso.sdk.EWFlag;
import io.miso.sdk.MVRegister;
import io.miso.sdk.MisoException;
import io.miso.sdk.ORSet;
import io.miso.sdk.PNCounter;
import io.miso.sdk.StatefulObject;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Changes a counter, a set, a register and a flag of an object by turns, and keeps account of what was acknowledged. It adds and removes
 * tags of its own, and removes those of others that are named {@code shared-ID-NUMBER}.
 */
final class Writer {
  /** Shared tags for each writer to remove. */
  static final int SHARED = 50;

  /** Of its turns through all types, every such one removes a shared tag. */
  private static final int SHARED_TURNS = 8;

  private static final int CHANGES = 7;

  private static final int PAUSE_MS = 10;

  /** Of its own tags; the oldest goes when one more comes. */
  private static final int PRESENT = 20;

  /**
   * What was acknowledged.
   *
   * @param added to the counter
   * @param present tags of its own
   * @param removed shared tags
   * @param place what it assigned to the register last
   * @param open what it assigned to the flag last
   * @param errors what failed, and so counts nowhere
   */
  record Account(
      long added,
      List<String> present,
      List<String> removed,
      String place,
      boolean open,
      List<String> errors)
      implements Serializable {}

  private final StatefulObject object;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Deque<String> present = new ArrayDeque<>();
  private final List<String> removed = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private List<Long> nanos = new ArrayList<>();
  private String id = "";
  private String place = "";
  private boolean open;
  private long added;
  private long step;
  private boolean stopped;
  private @Nullable ScheduledFuture<?> writing;

  Writer(StatefulObject object) {
    this.object = object;
  }

  static PNCounter sum(StatefulObject object) {
    return object.getPNCounter("sum");
  }

  static ORSet<String> tags(StatefulObject object) {
    return object.getORSet("tags");
  }

  static MVRegister<String> place(StatefulObject object) {
    return object.getMVRegister("place");
  }

  static EWFlag open(StatefulObject object) {
    return object.getEWFlag("open");
  }

  static String shared(String id, int number) {
    return "shared-" + id + "-" + number;
  }

  synchronized boolean start(String as) {
    id = as;
    stopped = false;
    writing = thread.scheduleWithFixedDelay(this::write, 0, PAUSE_MS, TimeUnit.MILLISECONDS);
    return true;
  }

  /** A turn that has just begun, and waits for this to end, is not taken: the account would lack it. */
  synchronized Account stop() {
    stopped = true;
    if (writing != null) {
      writing.cancel(false);
    }
    return account();
  }

  synchronized Account account() {
    return new Account(
        added, List.copyOf(present), List.copyOf(removed), place, open, List.copyOf(errors));
  }

  synchronized Latency latency() {
    Latency sinceLast = Latency.of(nanos);
    nanos = new ArrayList<>();
    return sinceLast;
  }

  private synchronized void write() {
    if (stopped) {
      return;
    }
    Stopwatch watch = Stopwatch.start();
    try {
      turn();
      nanos.add(watch.elapsed().toNanos());
    } catch (MisoException e) {
      errors.add(e.toString());
    }
    step++;
  }

  private void turn() {
    String text = id + "-" + step;
    switch ((int) (step % CHANGES)) {
      case 0 -> add(step % 9 + 1);
      case 1 -> {
        tags(object).add(text);
        present.add(text);
      }
      case 2 -> {
        place(object).assign(text);
        place = text;
      }
      case 3 -> removeOwn();
      case 4 -> {
        open(object).assign(!open);
        open = !open;
      }
      case 5 -> {
        sum(object).subtract(1);
        added--;
      }
      default -> removeSharedOrRead();
    }
  }

  private void add(long amount) {
    sum(object).add(amount);
    added += amount;
  }

  private void removeOwn() {
    if (present.size() > PRESENT) {
      tags(object).remove(present.element());
      present.remove();
    }
  }

  private void removeSharedOrRead() {
    if (step / CHANGES % SHARED_TURNS == 0 && removed.size() < SHARED) {
      String tag = shared(id, removed.size());
      tags(object).remove(tag);
      removed.add(tag);
    } else {
      sum(object).getValue();
    }
  }
}
