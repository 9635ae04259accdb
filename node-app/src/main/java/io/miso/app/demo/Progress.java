package io.miso.app.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells how far the demo is: one line that counts up on a terminal, a line for every tenth part elsewhere. */
final class Progress {
  private final PrintStream out;
  private final boolean terminal;
  private int lastPart;

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void line(String text) {
    out.println(text);
  }

  /** Tells that so many of all are done; safe to call from several threads, in any order. */
  synchronized void count(String what, int done, int all) {
    int part = (int) (done * (terminal ? 100L : 10L) / all);
    if (part <= lastPart) {
      return;
    }
    lastPart = part;
    String text = String.format(Locale.ROOT, "  %s %,d of %,d", what, done, all);
    if (terminal && done < all) {
      out.print("\r" + text);
    } else {
      out.println((terminal ? "\r" : "") + text);
    }
    out.flush();
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
  }
}
