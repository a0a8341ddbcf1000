package io.larder.proxy.manage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.wire.JsonWriter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** Lists that are told in pages. */
final class Pages {
  private static final int MIN_RESULTS = 20;
  private static final int MAX_RESULTS = 100;
  private static final String NEXT_TOKEN = "NextToken";

  private Pages() {}

  /** Writes one of a list. */
  @FunctionalInterface
  interface Writer<T> {
    void write(String key, T value, JsonWriter out);
  }

  /**
   * Writes a page as the member {@code name}, and where to go on.
   *
   * @param all by keys in their order, none of which changes
   */
  static <T> void write(
      Arguments arguments,
      String name,
      NavigableMap<String, T> all,
      JsonWriter out,
      Writer<T> each) {
    int most = size(arguments);
    String token = arguments.text(NEXT_TOKEN);
    NavigableMap<String, T> rest = token == null ? all : all.tailMap(decode(token), false);
    List<Map.Entry<String, T>> page = rest.entrySet().stream().limit(most).toList();
    out.name(name).beginArray();
    page.forEach(entry -> each.write(entry.getKey(), entry.getValue(), out));
    out.endArray();
    if (rest.size() > page.size()) {
      String last = page.getLast().getKey();
      out.name(NEXT_TOKEN).value(Base64.getUrlEncoder().encodeToString(last.getBytes(UTF_8)));
    }
  }

  private static int size(Arguments arguments) {
    Integer asked = arguments.integer("MaxResults");
    if (asked == null) {
      return MAX_RESULTS;
    }
    if (asked < MIN_RESULTS || asked > MAX_RESULTS) {
      throw Faults.invalidValue(
          "MaxResults must be between " + MIN_RESULTS + " and " + MAX_RESULTS + ".");
    }
    return asked;
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), UTF_8);
    } catch (IllegalArgumentException _) {
      throw Faults.invalidValue("NextToken is not valid.");
    }
  }
}
