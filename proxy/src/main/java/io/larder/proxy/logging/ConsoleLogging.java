package io.larder.proxy.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.larder.proxy.config.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logging to standard output. Logback finds this class as a service and asks nothing else; what the
 * configuration says is applied once it is known.
 */
public final class ConsoleLogging extends ContextAwareBase implements Configurator {
  private static final String APPENDER = "console";

  /** Says at length that nodes come and go, of which ours tell what matters. */
  private static final String TALKATIVE = "org.jgroups";

  @Override
  public ExecutionStatus configure(LoggerContext loggerContext) {
    install(loggerContext, text(loggerContext));
    setLevel(loggerContext, Level.INFO);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Logs from now on as {@code logging} says. */
  public static void apply(Configuration.Logging logging) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      setLevel(context, Level.valueOf(logging.level().name()));
      switch (logging.format()) {
        case TEXT -> {}
        case JSON -> {
          context.getLogger(Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
          install(context, json(context));
        }
      }
    }
  }

  private static void setLevel(LoggerContext context, Level level) {
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
    boolean isForSearch = Level.DEBUG.isGreaterOrEqual(level);
    context.getLogger(TALKATIVE).setLevel(isForSearch ? level : Level.OFF);
  }

  private static void install(LoggerContext context, Encoder<ILoggingEvent> encoder) {
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName(APPENDER);
    appender.setEncoder(encoder);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context) {
    var layout = new TextLayout();
    layout.setContext(context);
    layout.start();
    var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
    encoder.setContext(context);
    encoder.setLayout(layout);
    encoder.start();
    return encoder;
  }

  static Encoder<ILoggingEvent> json(LoggerContext context) {
    var encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMDC(false);
    encoder.setWithMessage(false);
    encoder.setWithFormattedMessage(true);
    encoder.setWithArguments(false);
    encoder.start();
    return encoder;
  }
}
