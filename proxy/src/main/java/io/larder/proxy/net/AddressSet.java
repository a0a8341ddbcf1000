package io.larder.proxy.net;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A set of IP addresses: all, none, or some ranges as RFC 4632 and RFC 4291 write them. The ranges
 * of one family hold no address of the other.
 */
public record AddressSet(List<Range> ranges) {
  private static final String EVERY = "all";
  private static final String NO = "none";

  private static final int MAX_RANGES = 256;

  // None of the other forms that IPv4 once had, such as 10 for 0.0.0.10.
  private static final Pattern NUMERIC =
      Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");

  /** All addresses. */
  public static final AddressSet ALL = parse("0.0.0.0/0,::/0");

  /** No address. */
  public static final AddressSet NONE = new AddressSet(List.of());

  /** What {@link #parse} reads. */
  public static final String FORM =
      "all, none, or ranges such as 10.0.0.0/8, 192.0.2.7 or 2001:db8::/32, separated by commas";

  public AddressSet {
    ranges = List.copyOf(ranges);
  }

  /**
   * The addresses that agree with one in their first bits.
   *
   * @param bits how many
   */
  public record Range(InetAddress first, int bits) {
    private static Range parse(String text) {
      int slash = text.indexOf('/');
      InetAddress address = numeric(slash < 0 ? text : text.substring(0, slash));
      int width = address.getAddress().length * Byte.SIZE;
      var range =
          new Range(address, slash < 0 ? width : Integer.parseInt(text.substring(slash + 1)));
      if (range.bits < 0 || range.bits > width || range.hasBitsBehind()) {
        throw new IllegalArgumentException("must be " + FORM + ", not '" + text + "'");
      }
      return range;
    }

    private static InetAddress numeric(String text) {
      if (!NUMERIC.matcher(text).matches()) {
        throw new IllegalArgumentException("must be " + FORM + ", not '" + text + "'");
      }
      return InetAddress.ofLiteral(text);
    }

    // 10.1.2.3/8 is more likely a mistake than meant.
    private boolean hasBitsBehind() {
      byte[] bytes = first.getAddress();
      for (int bit = bits; bit < bytes.length * Byte.SIZE; bit++) {
        if ((bytes[bit / Byte.SIZE] & (0x80 >> bit % Byte.SIZE)) != 0) {
          return true;
        }
      }
      return false;
    }

    boolean contains(InetAddress address) {
      byte[] mine = first.getAddress();
      byte[] other = address.getAddress();
      if (mine.length != other.length) {
        return false;
      }
      int whole = bits / Byte.SIZE;
      int rest = bits % Byte.SIZE;
      int mask = 0xff00 >> rest;
      return Arrays.equals(mine, 0, whole, other, 0, whole)
          && (rest == 0 || ((mine[whole] ^ other[whole]) & mask) == 0);
    }

    @Override
    public String toString() {
      return first.getHostAddress() + "/" + bits;
    }
  }

  /**
   * Reads ranges separated by commas, or {@code all} or {@code none}.
   *
   * @throws IllegalArgumentException if one of them is none, or there are too many
   */
  public static AddressSet parse(String text) {
    switch (text.strip().toLowerCase(Locale.ROOT)) {
      case EVERY -> {
        return ALL;
      }
      case NO -> {
        return NONE;
      }
      default -> {}
    }
    String[] entries = text.split(",", -1);
    if (entries.length > MAX_RANGES) {
      throw new IllegalArgumentException("must be at most " + MAX_RANGES + " ranges");
    }
    return new AddressSet(Arrays.stream(entries).map(entry -> Range.parse(entry.strip())).toList());
  }

  /** True if that address is in it. */
  public boolean contains(InetAddress address) {
    for (Range range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    if (equals(ALL)) {
      return EVERY;
    }
    return ranges.isEmpty()
        ? NO
        : ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
  }
}
