package io.larder.security.policy;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the types of condition values. Each is null if a text is none. */
final class Typed {
  /** Of a number; longer ones are none. */
  private static final int MAX_DIGITS = 100;

  /** Seconds and zone may be left out; the zone is then UTC. */
  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffset("+HH:mm", "Z")
          .optionalEnd()
          .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
          .toFormatter(Locale.ROOT);

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
      if (text.indexOf('T') > 0 || text.indexOf('t') > 0) {
        return DATE_TIME.parse(text, Instant::from);
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

  /** An address, or all that begin with the same bits. */
  static final class AddressRange {
    private final byte[] address;
    private final int bits;

    private AddressRange(byte[] address, int bits) {
      this.address = address;
      this.bits = bits;
    }

    /**
     * Reads {@code address} or {@code address/bits}; null if it is neither. Asks no name service.
     */
    static @Nullable AddressRange parse(String text) {
      int slash = text.indexOf('/');
      byte[] address = address(slash < 0 ? text : text.substring(0, slash));
      if (address == null) {
        return null;
      }
      if (slash < 0) {
        return new AddressRange(address, address.length * 8);
      }
      String bits = text.substring(slash + 1);
      boolean isNumber =
          !bits.isEmpty() && bits.length() <= 3 && bits.chars().allMatch(Typed::isDigit);
      return isNumber && Integer.parseInt(bits) <= address.length * 8
          ? new AddressRange(address, Integer.parseInt(bits))
          : null;
    }

    private static byte @Nullable [] address(String text) {
      try {
        // Literal forms only: without the zone of an interface and the short forms of IPv4.
        return isLiteral(text) ? InetAddress.ofLiteral(text).getAddress() : null;
      } catch (IllegalArgumentException e) {
        return null;
      }
    }

    private static boolean isLiteral(String text) {
      if (text.indexOf(':') >= 0) {
        return text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
      }
      return text.chars().filter(c -> c == '.').count() == 3
          && text.chars().allMatch(c -> Typed.isDigit(c) || c == '.');
    }

    /** Whether all addresses of another range are in this one. */
    boolean contains(AddressRange other) {
      if (address.length != other.address.length || other.bits < bits) {
        return false;
      }
      int whole = bits / 8;
      int rest = bits % 8;
      return Arrays.equals(address, 0, whole, other.address, 0, whole)
          && (rest == 0 || (address[whole] ^ other.address[whole]) >> (8 - rest) == 0);
    }
  }
}
