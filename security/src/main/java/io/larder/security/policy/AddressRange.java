package io.larder.security.policy;

import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An address, or all that begin with the same bits. */
final class AddressRange {
  private final byte[] address;
  private final int bits;

  private AddressRange(byte[] address, int bits) {
    this.address = address;
    this.bits = bits;
  }

  /** Reads {@code address} or {@code address/bits}; null if it is neither. Asks no name service. */
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
