package io.larder.security.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads the types of condition values. Each is null if a text is none. */
final class Typed {
  /** Of a number; longer ones are none. */
  private static final int MAX_DIGITS = 100;

  private Typed() {}

  static @Nullable BigDecimal number(String text) {
    if (text.isEmpty() || text.length() > MAX_DIGITS) {
      return null;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  static @Nullable Boolean truth(String text) {
    return text.equalsIgnoreCase("true")
        ? Boolean.TRUE
        : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
  }

  /** The bytes of a base64 text, in the one form that they have. */
  static @Nullable String binary(String text) {
    try {
      return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * A time: seconds since 1970, or a form of ISO 8601 from the year to the fraction of a second.
   * Four digits are a year.
   *
   * @see <a href="https://www.w3.org/TR/NOTE-datetime">W3C's profile of ISO 8601</a>
   */
  static @Nullable Instant time(String text) {
    if (text.length() > MAX_DIGITS) {
      return null;
    }
    try {
      int dashes = (int) text.chars().filter(c -> c == '-').count();
      if (text.indexOf('T') > 0) {
        return OffsetDateTime.parse(text).toInstant();
      }
      LocalDate day =
          switch (dashes) {
            case 0 -> text.length() == 4 ? Year.parse(text).atDay(1) : null;
            case 1 -> YearMonth.parse(text).atDay(1);
            default -> LocalDate.parse(text);
          };
      return day == null
          ? Instant.ofEpochSecond(Long.parseLong(text))
          : day.atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
