package io.larder.security.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import org.jspecify.annotations.Nullable;

/**
 * When a request was signed: {@code yyyyMMdd'T'HHmmss'Z'}.
 *
 * @param text in that form
 */
record AmzDate(String text, long epochSecond) {
  static final int LENGTH = 16;
  private static final int DAY_LENGTH = 8;
  private static final DateTimeFormatter BASIC = formatter("uuuuMMdd'T'HHmmss'Z'");
  private static final DateTimeFormatter EXTENDED = formatter("uuuu-MM-dd'T'HH:mm:ss'Z'");

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern).withResolverStyle(ResolverStyle.STRICT);
  }

  /** The time in a header, in that form or in ISO 8601's extended one; null if it is none. */
  static @Nullable AmzDate parse(String text) {
    DateTimeFormatter form = text.length() == LENGTH ? BASIC : EXTENDED;
    try {
      LocalDateTime time = LocalDateTime.parse(text, form);
      return new AmzDate(
          form == BASIC ? text : BASIC.format(time), time.toEpochSecond(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return null;
    }
  }

  static String format(Instant time) {
    return BASIC.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
  }

  /** Eight digits. */
  String day() {
    return text.substring(0, DAY_LENGTH);
  }

  byte[] bytes() {
    return text.getBytes(ISO_8859_1);
  }
}
