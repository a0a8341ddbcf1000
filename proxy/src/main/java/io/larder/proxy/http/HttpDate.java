package io.larder.proxy.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The Date header's value, made once per second. For one thread. */
final class HttpDate {
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  /** With names of its own: those of a locale take long to be had, and the first answer waits. */
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .appendText(ChronoField.DAY_OF_WEEK, numbered(DAYS))
          .appendPattern(", dd ")
          .appendText(ChronoField.MONTH_OF_YEAR, numbered(MONTHS))
          .appendPattern(" yyyy HH:mm:ss 'GMT'")
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final InstantSource clock;
  private byte[] text = {};
  private long validUntilNanos;

  private static Map<Long, String> numbered(List<String> names) {
    Map<Long, String> numbered = new HashMap<>();
    names.forEach(name -> numbered.put(numbered.size() + 1L, name));
    return numbered;
  }

  HttpDate(InstantSource clock) {
    this.clock = clock;
  }

  /** Copies the date; {@code nanoTime} tells whether the last one still holds. */
  int copyTo(byte[] target, int at, long nanoTime) {
    if (text.length == 0 || nanoTime - validUntilNanos >= 0) {
      long millis = clock.millis();
      text = FORMAT.format(Instant.ofEpochMilli(millis)).getBytes(US_ASCII);
      validUntilNanos = nanoTime + (1000 - millis % 1000) * NANOS_PER_MILLI;
    }
    System.arraycopy(text, 0, target, at, text.length);
    return at + text.length;
  }
}
