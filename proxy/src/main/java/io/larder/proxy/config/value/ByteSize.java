package io.larder.proxy.config.value;

import java.util.Locale;
import java.util.regex.Pattern;

/** A number of bytes, written with a binary unit: {@code 16 MB} is 16 × 1024 × 1024. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,15})\\s*([KMGT]?)I?B?");
  private static final Pattern PART_OF_HEAP = Pattern.compile("(\\d{1,2})\\s*%");
  private static final String UNITS = "KMGT";

  /**
   * Reads {@code 16 MB}, {@code 16mb}, {@code 16M}, a bare number of bytes, or {@code 25%} of the
   * largest heap of this process.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  public static ByteSize parse(String text) {
    var part = PART_OF_HEAP.matcher(text.strip());
    if (part.matches()) {
      return new ByteSize(Runtime.getRuntime().maxMemory() / 100 * Long.parseLong(part.group(1)));
    }
    var matcher = TEXT.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("must be a size such as 512 MB, not '" + text + "'");
    }
    String unit = matcher.group(2);
    long factor = unit.isEmpty() ? 1 : 1L << (10 * (UNITS.indexOf(unit) + 1));
    try {
      return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), factor));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is too large", e);
    }
  }

  /** The size as an {@code int}; the largest one if it is more. */
  public int toInt() {
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** The size in the largest unit that divides it. */
  @Override
  public String toString() {
    int unit = -1;
    long rest = bytes;
    while (rest > 0 && rest % 1024 == 0 && unit < UNITS.length() - 1) {
      rest /= 1024;
      unit++;
    }
    return unit < 0 ? rest + " B" : rest + " " + UNITS.charAt(unit) + "B";
  }
}
