package io.larder.proxy.http;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request line (RFC 9112, 3.2): a path, or the whole URI as clients send it that
 * take the server for their proxy.
 *
 * @param authority what an absolute target names instead of Host; null if it is none
 */
record RequestTarget(@Nullable String authority, String path, String query) {
  private static final Pattern ABSOLUTE =
      Pattern.compile("https?://([^/?#]*)(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final char FIRST_VISIBLE = '!';
  private static final char LAST_VISIBLE = '~';

  /** Takes any text apart, a wrong one too. */
  static RequestTarget of(String text) {
    String local = text;
    String authority = null;
    if (!text.startsWith("/")) {
      var absolute = ABSOLUTE.matcher(text);
      if (absolute.matches()) {
        authority = absolute.group(1);
        local = absolute.group(2);
      }
    }
    int mark = local.indexOf('?');
    String path = mark < 0 ? local : local.substring(0, mark);
    String query = mark < 0 ? "" : local.substring(mark + 1);
    return new RequestTarget(authority, authority != null && path.isEmpty() ? "/" : path, query);
  }

  /** True if {@code text} has visible characters only, and names a host if it is absolute. */
  static boolean isValid(String text) {
    String authority = of(text).authority();
    return text.chars().allMatch(c -> c >= FIRST_VISIBLE && c <= LAST_VISIBLE)
        && (authority == null || Authority.isValid(authority));
  }
}
