package io.miso.app.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells how far the demo is: one line that counts up on a terminal, a line for every tenth part elsewhere. */
final class Progress {
  private final PrintStream out;
  private final boolean terminal;
  private int lastPart;
  private boolean lineOpen;

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  synchronized void line(String text) {
    endLine();
    out.println(text);
  }

  /** Ends a line that was counting up, before something else is written to the terminal. */
  synchronized void endLine() {
    if (lineOpen) {
      out.println();
      lineOpen = false;
    }
  }

  /** Tells that so many of all are done; safe to call from several threads, in any order. */
  synchronized void count(String what, int done, int all) {
    int part = (int) (done * (terminal ? 100L : 10L) / all);
    if (part <= lastPart) {
      return;
    }
    lastPart = part;
    String text = String.format(Locale.ROOT, "  %s %,d of %,d", what, done, all);
    out.print((terminal ? "\r" : "") + text);
    lineOpen = true;
    if (!terminal || done >= all) {
      endLine();
    }
    out.flush();
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
  }
}
