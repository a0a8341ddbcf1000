package io.larder.proxy.config.value;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The origins whose web pages may call, as browsers name them in the header Origin (RFC 6454):
 * {@code loopback} for those of this machine, {@code *} for all, or an origin itself.
 */
public record Origins(List<String> entries) {
  /** What {@link #parse} reads. */
  public static final String FORM = "loopback, *, none or origins such as https://app.example.com";

  private static final String NONE = "none";
  private static final String LOOPBACK = "loopback";
  private static final String ANY = "*";
  private static final Pattern ORIGIN = Pattern.compile("null|[a-z][a-z0-9+.-]*://[^/,\\s]+");

  // A name that only looks like an address, such as 127.0.0.1.example.com, is someone else's.
  private static final Pattern LOOPBACK_ORIGIN =
      Pattern.compile(
          "https?://(?:(?:[a-z0-9.-]+\\.)?localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(?::\\d{1,5})?");

  public Origins {
    entries = List.copyOf(entries);
  }

  /**
   * Reads entries separated by commas, or {@code none}.
   *
   * @throws IllegalArgumentException if one of them is none of the above
   */
  public static Origins parse(String text) {
    if (text.strip().equalsIgnoreCase(NONE)) {
      return new Origins(List.of());
    }
    List<String> entries =
        Arrays.stream(text.split(",", -1))
            .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
            .toList();
    if (!entries.stream().allMatch(Origins::isEntry)) {
      throw new IllegalArgumentException("must be " + FORM + ", not '" + text + "'");
    }
    return new Origins(entries);
  }

  private static boolean isEntry(String text) {
    return text.equals(LOOPBACK) || text.equals(ANY) || ORIGIN.matcher(text).matches();
  }

  /** True if pages of {@code origin} may call. */
  public boolean allow(String origin) {
    String name = origin.strip().toLowerCase(Locale.ROOT);
    return entries.contains(ANY)
        || entries.contains(name)
        || (entries.contains(LOOPBACK) && LOOPBACK_ORIGIN.matcher(name).matches());
  }

  @Override
  public String toString() {
    return entries.isEmpty() ? NONE : String.join(", ", entries);
  }
}
