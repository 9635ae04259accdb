package io.miso.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/** What nodes say at level INFO, and anybody at WARN, while a test runs; kept out of its output. */
public final class RecordedLog extends TurboFilter implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Records from now on. */
  public RecordedLog() {
    context().addTurboFilter(this);
  }

  /** Waits until a line that contains the text was said, and answers it. */
  public synchronized String await(String text) throws InterruptedException {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (about(text).isEmpty()) {
      long leftMs = (endNanos - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        throw new AssertionError("nothing about '" + text + "' in " + lines);
      }
      wait(leftMs);
    }
    return about(text).get(0);
  }

  /** What was said so far, with its level first. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** The lines that contain the text. */
  public List<String> about(String text) {
    return lines.stream().filter(line -> line.contains(text)).toList();
  }

  /** The one line of all that were said that is of level WARN or ERROR. */
  public String onlyWarning() {
    List<String> warnings =
        lines.stream().filter(line -> !line.startsWith("INFO")).toList();
    assertThat(warnings).hasSize(1);
    return warnings.get(0);
  }

  @Override
  public void close() {
    context().getTurboFilterList().remove(this);
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] parameters,
      @Nullable Throwable failure) {
    boolean ours = logger.getName().startsWith("io.miso");
    if (format == null || !level.isGreaterOrEqual(ours ? Level.INFO : Level.WARN)) {
      return FilterReply.NEUTRAL;
    }
    String message = MessageFormatter.arrayFormat(format, parameters).getMessage();
    note(level + " " + message + (failure == null ? "" : " " + failure));
    return FilterReply.DENY;
  }

  private synchronized void note(String line) {
    lines.add(line);
    notifyAll();
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
