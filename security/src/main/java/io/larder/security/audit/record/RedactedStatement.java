package io.larder.security.audit.record;

/** A statement of PartiQL without the values that are written in it. */
final class RedactedStatement {
  private static final String REDACTED = "***(Redacted)";

  private RedactedStatement() {}

  /** {@code statement} with each string, number and Ion literal replaced. */
  static String of(String statement) {
    var redacted = new StringBuilder(statement.length());
    int at = 0;
    while (at < statement.length()) {
      char c = statement.charAt(at);
      if (c == '"') {
        int end = endOfQuoted(statement, at, '"');
        redacted.append(statement, at, end);
        at = end;
      } else if (c == '\'' || c == '`') {
        at = endOfQuoted(statement, at, c);
        redacted.append(REDACTED);
      } else if (isDigit(c)) {
        at = endOfNumber(statement, at);
        redacted.append(REDACTED);
      } else if (isWord(c)) {
        int end = endOfWord(statement, at);
        redacted.append(statement, at, end);
        at = end;
      } else {
        redacted.append(c);
        at++;
      }
    }
    return redacted.toString();
  }

  /** Behind the quote that ends what one at {@code start} begins; two of them end nothing. */
  private static int endOfQuoted(String text, int start, char quote) {
    int at = start + 1;
    while (at < text.length()) {
      if (text.charAt(at) != quote) {
        at++;
      } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
        at += 2;
      } else {
        return at + 1;
      }
    }
    return at;
  }

  private static int endOfNumber(String text, int start) {
    int at = start;
    while (at < text.length() && (isWord(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    return at;
  }

  private static int endOfWord(String text, int start) {
    int at = start;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
