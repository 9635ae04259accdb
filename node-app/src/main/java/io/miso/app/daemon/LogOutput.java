package io.miso.app.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.miso.node.settings.NodeSettings.LogFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sets Logback up from the settings of a node: one line an event on standard output. A file named by the system property
 * {@code logback.configurationFile} takes precedence.
 */
public final class LogOutput {
  private static final String OWN_CONFIGURATION = "logback.configurationFile";

  private LogOutput() {}

  /** For commands that talk to a person: warnings and errors alone, on standard error. */
  public static void forCommands() {
    takeOverJdkLogging();
    if (System.getProperty(OWN_CONFIGURATION) == null) {
      LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
      reset(context, Level.WARN, text(context), "System.err");
    }
  }

  /** For a node. Libraries speak up from WARN, and one level above what was asked for when that is more than INFO. */
  public static void forNode(LogFormat format, String levelName) {
    takeOverJdkLogging();
    if (System.getProperty(OWN_CONFIGURATION) != null) {
      return;
    }
    Level level = Level.toLevel(levelName);
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    reset(
        context,
        ofLibraries(level),
        format == LogFormat.JSON ? json(context) : text(context),
        "System.out");
    context.getLogger("io.miso").setLevel(level);
  }

  static Level ofLibraries(Level level) {
    if (level == Level.TRACE) {
      return Level.DEBUG;
    }
    if (level == Level.DEBUG) {
      return Level.INFO;
    }
    return level == Level.INFO ? Level.WARN : level;
  }

  /** What logs through the JDK, such as grpc-java, goes where everything else goes; by itself it would write to standard error. */
  private static void takeOverJdkLogging() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  private static void reset(
      LoggerContext context, Level level, Encoder<ILoggingEvent> encoder, String target) {
    context.reset();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget(target);
    appender.setEncoder(encoder);
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(appender);
    // Say with stack traces, at every attempt, what a failed bind or call reports anyway.
    context.getLogger("akka.io.TcpListener").setLevel(Level.OFF);
    context.getLogger("io.grpc.internal.ManagedChannelImpl").setLevel(Level.OFF);
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n");
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> json(LoggerContext context) {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithMDC(false);
    encoder.setWithFormattedMessage(true);
    encoder.start();
    return encoder;
  }
}
