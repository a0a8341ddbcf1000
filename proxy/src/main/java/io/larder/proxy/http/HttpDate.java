package io.larder.proxy.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date header's value, made once per second. For one thread. */
final class HttpDate {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final InstantSource clock;
  private byte[] text = {};
  private long validUntilNanos;

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
