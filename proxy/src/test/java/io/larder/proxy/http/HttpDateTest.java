package io.larder.proxy.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class HttpDateTest {
  @Test
  void aDateIsAsHttpWritesIt() {
    var format =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);
    byte[] text = new byte[29];

    for (int hour = 0; hour < 24 * 366; hour += 23) {
      Instant time = Instant.parse("2026-01-01T00:00:07Z").plusSeconds(3600L * hour);

      int end = new HttpDate(InstantSource.fixed(time)).copyTo(text, 0, 0);

      assertThat(end).isEqualTo(text.length);
      assertThat(new String(text, US_ASCII)).isEqualTo(format.format(time));
    }
  }
}
