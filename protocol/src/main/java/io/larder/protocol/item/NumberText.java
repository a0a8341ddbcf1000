package io.larder.protocol.item;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a number as text: its sign, its significant digits (none for zero), and the power of
 * ten of the first of them. The service judges the range of a zero by its last written digit, and
 * that is what {@code exponent} is for zero.
 */
record NumberText(boolean isNegative, String digits, long exponent) {

  /** Null if the text is no decimal number, or its exponent does not fit 64 bits. */
  static @Nullable NumberText parse(String text) {
    int at = 0;
    int end = text.length();
    boolean isNegative = false;
    if (at < end && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      isNegative = text.charAt(at++) == '-';
    }
    var digits = new StringBuilder(end);
    int integerDigits = -1;
    for (; at < end; at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        digits.append(c);
      } else if (c == '.' && integerDigits < 0) {
        integerDigits = digits.length();
      } else {
        break;
      }
    }
    if (digits.isEmpty()) {
      return null;
    }
    Long written = at == end ? Long.valueOf(0) : exponent(text, at);
    if (written == null) {
      return null;
    }
    return of(isNegative, digits, integerDigits < 0 ? digits.length() : integerDigits, written);
  }

  private static NumberText of(
      boolean isNegative, CharSequence digits, int integerDigits, long written) {
    int first = 0;
    while (first < digits.length() && digits.charAt(first) == '0') {
      first++;
    }
    if (first == digits.length()) {
      return new NumberText(false, "", plus(written, (long) integerDigits - digits.length()));
    }
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    return new NumberText(
        isNegative,
        digits.subSequence(first, end).toString(),
        plus(written, integerDigits - first - 1L));
  }

  /** The exponent written at {@code start}; null if that is none. */
  private static @Nullable Long exponent(String text, int start) {
    if (text.charAt(start) != 'e' && text.charAt(start) != 'E') {
      return null;
    }
    int at = start + 1;
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    if (at == text.length()) {
      return null;
    }
    for (int i = at; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    try {
      return Long.valueOf(text.substring(start + 1));
    } catch (NumberFormatException tooLarge) {
      return null;
    }
  }

  /** A sum that stays at the end of the range instead of overflowing. */
  private static long plus(long left, long right) {
    try {
      return Math.addExact(left, right);
    } catch (ArithmeticException overflow) {
      return left < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
