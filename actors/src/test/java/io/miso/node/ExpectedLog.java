package io.miso.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/** Warnings and errors that are the expected outcome of a test: they have to come, and are kept out of its output. */
public final class ExpectedLog {

  /** What a test does. */
  public interface Code {
    void run() throws Exception;
  }

  private static final int PATIENCE_S = 20;

  private ExpectedLog() {}

  /** Runs the code and waits until each of the texts stood in a message of level WARN or ERROR, or in its exception's. */
  public static void of(Code code, String... texts) throws Exception {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Expectation expectation = new Expectation(List.of(texts));
    context.addTurboFilter(expectation);
    try {
      code.run();
      if (!expectation.met.await(PATIENCE_S, TimeUnit.SECONDS)) {
        throw new AssertionError("logged of " + List.of(texts) + " only " + expectation.seen);
      }
    } finally {
      context.getTurboFilterList().remove(expectation);
    }
  }

  private static final class Expectation extends TurboFilter {
    private final List<String> texts;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final CountDownLatch met;

    private Expectation(List<String> texts) {
      this.texts = texts;
      this.met = new CountDownLatch(texts.size());
    }

    @Override
    public FilterReply decide(
        @Nullable Marker marker,
        Logger logger,
        Level level,
        @Nullable String format,
        Object @Nullable [] parameters,
        @Nullable Throwable failure) {
      if (format == null || !level.isGreaterOrEqual(Level.WARN)) {
        return FilterReply.NEUTRAL;
      }
      String message = MessageFormatter.arrayFormat(format, parameters).getMessage() + failure;
      for (String text : texts) {
        if (message.contains(text)) {
          if (seen.add(text)) {
            met.countDown();
          }
          return FilterReply.DENY;
        }
      }
      return FilterReply.NEUTRAL;
    }
  }
}
