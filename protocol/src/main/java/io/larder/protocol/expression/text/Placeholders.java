package io.larder.protocol.expression.text;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Placeholders that are given to names or values as they come: the same again for equal ones. */
final class Placeholders<T> {
  private static final String DIGITS =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";

  private final char prefix;
  private final Map<T, String> placeholders = new HashMap<>();
  private final Map<String, T> meanings = new LinkedHashMap<>();

  Placeholders(char prefix) {
    this.prefix = prefix;
  }

  String of(T meaning) {
    String known = placeholders.get(meaning);
    if (known != null) {
      return known;
    }
    String placeholder = prefix + digits(placeholders.size());
    placeholders.put(meaning, placeholder);
    meanings.put(placeholder, meaning);
    return placeholder;
  }

  /** As short as there are any left. */
  private static String digits(int number) {
    var digits = new StringBuilder(2);
    for (int rest = number; rest >= 0; rest = rest / DIGITS.length() - 1) {
      digits.append(DIGITS.charAt(rest % DIGITS.length()));
    }
    return digits.toString();
  }

  /** What each stands for, in the order in which they were given. */
  Map<String, T> meanings() {
    return Collections.unmodifiableMap(meanings);
  }
}
