package io.larder.protocol.draft;

/** The letters, digits and underscore that names in requests are made of. */
public final class AsciiLetters {
  private AsciiLetters() {}

  public static boolean isWordCharacter(char c) {
    return isLetter(c) || (c >= '0' && c <= '9') || c == '_';
  }

  private static boolean isLetter(char c) {
    char lower = (char) (c | 0x20);
    return lower >= 'a' && lower <= 'z';
  }
}
