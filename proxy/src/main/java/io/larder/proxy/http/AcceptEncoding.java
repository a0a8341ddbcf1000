package io.larder.proxy.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of the codings of an answer (RFC 9110, 12.5.3): the largest weight wins, of
 * equal ones the first. What does not follow the grammar is passed over.
 */
final class AcceptEncoding {
  private static final String ANY = "*";
  private static final String IDENTITY = "identity";
  private static final Pattern WISH =
      Pattern.compile(
          "[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*"
              + "(?:;[ \t]*[qQ]=(0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?)[ \t]*)?");

  /** In the order of the header; the first mention of a coding counts. */
  private final Map<String, Double> weights = new LinkedHashMap<>();

  private AcceptEncoding(String header) {
    for (String part : header.split(",", -1)) {
      Matcher wish = WISH.matcher(part);
      if (wish.matches()) {
        String weight = wish.group(2);
        weights.putIfAbsent(name(wish.group(1)), weight == null ? 1 : Double.parseDouble(weight));
      }
    }
  }

  /** The coding that {@code header} wishes most; null if that is no coding, or none of ours. */
  static @Nullable ContentCoding preferred(@Nullable String header) {
    return header == null ? null : new AcceptEncoding(header).preferred();
  }

  private static String name(String token) {
    ContentCoding coding = ContentCoding.named(token);
    return coding == null ? token.toLowerCase(Locale.ROOT) : coding.token();
  }

  private @Nullable ContentCoding preferred() {
    ContentCoding best = null;
    double bestWeight = 0;
    for (Map.Entry<String, Double> wish : weights.entrySet()) {
      String name = wish.getKey();
      ContentCoding coding = name.equals(ANY) ? firstUnnamed() : ContentCoding.named(name);
      if (wish.getValue() > bestWeight && (coding != null || name.equals(IDENTITY))) {
        best = coding;
        bestWeight = wish.getValue();
      }
    }
    return best;
  }

  /** What the asterisk stands for. */
  private @Nullable ContentCoding firstUnnamed() {
    for (ContentCoding coding : ContentCoding.values()) {
      if (!weights.containsKey(coding.token())) {
        return coding;
      }
    }
    return null;
  }
}
