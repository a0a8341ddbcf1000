package io.larder.proxy.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

final class ConsoleLoggingTest {
  private final LoggerContext context = new LoggerContext();

  @Test
  void anEventIsOneLineWithItsKeyValues() {
    assertThat(new TextLayout().doLayout(event(null, "requestId", "ABC", "count", 2)))
        .isEqualTo(
            "1970-01-01T00:00:01.500Z WARN Some: Something happened requestId=ABC count=2\n");
  }

  @Test
  void aValueFromOutsideCannotForgeAnotherLine() {
    assertThat(new TextLayout().doLayout(event(null, "table", "a\"b\nERROR \u0007")))
        .endsWith("happened table=\"a\\\"b\\nERROR ?\"\n");
  }

  @Test
  void aStackTraceFollowsTheLine() {
    assertThat(new TextLayout().doLayout(event(new IllegalStateException("broken"))))
        .contains("happened\njava.lang.IllegalStateException: broken")
        .contains("at io.larder.proxy.logging.ConsoleLoggingTest");
  }

  @Test
  void jsonLinesHaveTheKeyValuesToo() {
    var encoder = ConsoleLogging.json(context);

    assertThat(new String(encoder.encode(event(null, "requestId", "ABC")), UTF_8))
        .contains("\"level\":\"WARN\"")
        .contains("\"formattedMessage\":\"Something happened\"")
        .contains("\"requestId\":\"ABC\"")
        .endsWith("}\n");
  }

  private LoggingEvent event(@Nullable Throwable failure, Object... pairs) {
    var event =
        new LoggingEvent(
            "fqcn",
            context.getLogger("io.larder.Some"),
            Level.WARN,
            "Something happened",
            failure,
            null);
    event.setInstant(Instant.ofEpochMilli(1500));
    for (int i = 0; i < pairs.length; i += 2) {
      event.addKeyValuePair(new KeyValuePair((String) pairs[i], pairs[i + 1]));
    }
    return event;
  }
}
