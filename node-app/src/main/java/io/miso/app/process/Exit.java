package io.miso.app.process;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How this process ends. A JVM that dies of SIGTERM reports 143, which OpenFaaS and systemd count as a crash; with
 * {@link #cleanlyOnSignal()} it closes what was registered, last first, and reports 0. Where somebody else calls {@link System#exit},
 * as Akka does upon a fatal error, it closes the same and reports 1: the hook is not told their code.
 */
public final class Exit {
  private static final int NOT_SAID = -1;
  private static final AtomicInteger CODE = new AtomicInteger(NOT_SAID);
  private static final Deque<Runnable> STEPS = new ArrayDeque<>();

  private static volatile boolean leaving;

  private Exit() {}

  /** From here on SIGTERM and SIGINT run the steps and end the process with 0. Call once, early. */
  public static void cleanlyOnSignal() {
    Runtime.getRuntime().addShutdownHook(new Thread(Exit::leave, "leave"));
  }

  /** Registers a step of leaving; steps bound their own time. */
  public static void onExit(Runnable step) {
    synchronized (STEPS) {
      STEPS.push(step);
    }
  }

  /** Ends the process with this code, steps included. */
  public static void now(int code) {
    CODE.set(code);
    System.exit(code);
  }

  /** Whether the process is on its way out already. */
  public static boolean isLeaving() {
    return leaving;
  }

  private static void leave() {
    leaving = true;
    int code = 1;
    try {
      code = code();
      Runnable step = next();
      while (step != null) {
        perform(step);
        step = next();
      }
    } finally {
      Runtime.getRuntime().halt(code);
    }
  }

  private static int code() {
    int said = CODE.get();
    if (said != NOT_SAID) {
      return said;
    }
    return isCalledFor() ? 1 : 0;
  }

  /** Whether a thread waits in {@link Runtime#exit}, which signals do not go through. */
  private static boolean isCalledFor() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(frame -> frame.getClassName().equals(Runtime.class.getName())
            && frame.getMethodName().equals("exit"));
  }

  private static void perform(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      // The steps after it still have to run, and nobody is left to handle it.
      System.err.println("miso: while leaving: " + e);
    }
  }

  private static @Nullable Runnable next() {
    synchronized (STEPS) {
      return STEPS.poll();
    }
  }
}
