package io.larder.cache.policy;

/** Names in which {@code *} stands for any text and {@code ?} for one character. */
final class NamePattern {
  private NamePattern() {}

  /** In time bounded by the product of both lengths, whatever the pattern. */
  static boolean matches(String pattern, String name) {
    int inPattern = 0;
    int inName = 0;
    int star = -1;
    int afterStar = 0;
    while (inName < name.length()) {
      char wanted = inPattern < pattern.length() ? pattern.charAt(inPattern) : 0;
      if (wanted == '*') {
        star = inPattern++;
        afterStar = inName;
      } else if (inPattern < pattern.length() && (wanted == '?' || wanted == name.charAt(inName))) {
        inPattern++;
        inName++;
      } else if (star >= 0) {
        // The last star stands for one character more.
        inPattern = star + 1;
        inName = ++afterStar;
      } else {
        return false;
      }
    }
    while (inPattern < pattern.length() && pattern.charAt(inPattern) == '*') {
      inPattern++;
    }
    return inPattern == pattern.length();
  }
}
