package io.larder.protocol.item;

/** DynamoDB's order of strings: by their UTF-8 bytes, which is not what String's own order is. */
public final class Utf8Order {
  private static final int BLOCK = 128;

  private Utf8Order() {}

  public static int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = commonBlocks(left, right, length); i < length; i++) {
      char l = left.charAt(i);
      char r = right.charAt(i);
      if (l != r) {
        return Character.compare(byCodePoint(l), byCodePoint(r));
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** Where to begin: the JDK compares many characters at once, but does not say which differ. */
  private static int commonBlocks(String left, String right, int length) {
    int common = 0;
    while (length - common >= BLOCK && left.regionMatches(common, right, common, BLOCK)) {
      common += BLOCK;
    }
    return common;
  }

  // UTF-8 orders as code points do. Surrogates stand for code points above all others, so they
  // change places with what is above them among the chars.
  private static char byCodePoint(char c) {
    if (c < Character.MIN_SURROGATE) {
      return c;
    }
    return (char) (c > Character.MAX_SURROGATE ? c - 0x800 : c + 0x2000);
  }
}
