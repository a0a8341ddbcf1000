package io.larder.security.query;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a text must be, as the model of the API has it.
 *
 * @param min characters at least
 * @param max characters at most
 * @param pattern what it consists of; null for whatever
 */
public record TextRule(int min, int max, @Nullable Pattern pattern) {
  /** Any text of that length. */
  public static TextRule length(int min, int max) {
    return new TextRule(min, max, null);
  }

  /**
   * A text of that length that matches.
   *
   * @param pattern without nested repetition, since strangers send what it is matched with
   */
  public static TextRule of(int min, int max, String pattern) {
    return new TextRule(min, max, Pattern.compile(pattern));
  }

  /** The constraint that a text breaks; null if it breaks none. */
  public @Nullable String brokenBy(String value) {
    if (value.length() < min) {
      return "Member must have length greater than or equal to " + min;
    }
    if (value.length() > max) {
      return "Member must have length less than or equal to " + max;
    }
    return pattern == null || pattern.matcher(value).matches()
        ? null
        : "Member must satisfy regular expression pattern: " + pattern;
  }
}
