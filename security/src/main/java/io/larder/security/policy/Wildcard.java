package io.larder.security.policy;

import java.util.Locale;

/**
 * Patterns in which a star stands for any text and a question mark for one character. They are kept
 * as codes, in which a wildcard is no character at all: text that is put into a pattern can never
 * become one.
 */
final class Wildcard {
  static final int ANY = -1;
  static final int ONE = -2;

  private Wildcard() {}

  static boolean isIn(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  /** A text whose stars and question marks are wildcards. */
  static int[] codes(String text) {
    return text.chars().map(Wildcard::code).toArray();
  }

  static int code(int c) {
    return switch (c) {
      case '*' -> ANY;
      case '?' -> ONE;
      default -> c;
    };
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Whether a part of a text, without its end, is what a pattern stands for. */
  static boolean matches(int[] pattern, String text, int from, int to) {
    int p = 0;
    int t = from;
    // Where the last star stood, and how much it has taken: going back further never helps.
    int star = -1;
    int taken = from;
    while (t < to) {
      if (p < pattern.length && pattern[p] == ANY) {
        star = p++;
        taken = t;
      } else if (p < pattern.length && (pattern[p] == ONE || pattern[p] == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++taken;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == ANY) {
      p++;
    }
    return p == pattern.length;
  }
}
