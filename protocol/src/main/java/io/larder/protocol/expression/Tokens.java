package io.larder.protocol.expression;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.ItemSize;
import java.util.Arrays;
import java.util.List;

/** The tokens of one expression, with a position that a parser moves forward. */
final class Tokens {
  /** The longest expression, in bytes as sent. */
  private static final int MAX_BYTES = 4096;

  private static final String TOO_LONG = "Expression size has exceeded the maximum allowed size;";

  private final String parameter;
  private final String text;
  private final List<Token> keywords;
  private Token[] kinds = new Token[16];
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int count;
  private int position;

  private Tokens(String parameter, String text, List<Token> keywords) {
    this.parameter = parameter;
    this.text = text;
    this.keywords = keywords;
  }

  /** The tokens of {@code text}, the value of {@code parameter}; words are names but keywords. */
  static Tokens of(String parameter, String text, List<Token> keywords) {
    var tokens = new Tokens(parameter, text, keywords);
    if (text.isEmpty()) {
      throw tokens.invalid("The expression can not be empty;");
    }
    if (isTooLong(text)) {
      throw tokens.invalid(TOO_LONG);
    }
    tokens.scan();
    return tokens;
  }

  /** Rejects a text that is too long in the older words, which tell its size. */
  static void rejectTooLongBySize(String parameter, String text) {
    if (isTooLong(text)) {
      throw invalid(parameter, TOO_LONG + " expression size: " + ItemSize.utf8(text));
    }
  }

  private static boolean isTooLong(String text) {
    return text.length() > MAX_BYTES || ItemSize.utf8(text) > MAX_BYTES;
  }

  Token peek() {
    return kinds[position];
  }

  Token peekAfter() {
    return kinds[Math.min(position + 1, count)];
  }

  /** The text of the current token. */
  String text() {
    return text.substring(starts[position], ends[position]);
  }

  void skip() {
    position++;
  }

  /** Skips the current token if it is {@code token}. */
  boolean skipIf(Token token) {
    if (kinds[position] == token) {
      position++;
      return true;
    }
    return false;
  }

  void expect(Token token) {
    if (!skipIf(token)) {
      throw syntaxError();
    }
  }

  /** The error with its introduction, by the parameter's name. */
  ServiceException invalid(String message) {
    return invalid(parameter, message);
  }

  private static ServiceException invalid(String parameter, String message) {
    return ServiceException.validation("Invalid " + parameter + ": " + message);
  }

  /** The error that the current token should not be here, shown with its neighbours. */
  ServiceException syntaxError() {
    String token = "<EOF>";
    String near = text;
    if (kinds[position] != Token.END) {
      token = text();
      near = text.substring(starts[Math.max(position - 1, 0)], ends[nextOrSelf()]);
    } else if (count > 0) {
      near = text.substring(starts[count - 1], ends[count - 1]);
    }
    return invalid("Syntax error; token: \"" + token + "\", near: \"" + near + "\"");
  }

  private int nextOrSelf() {
    return kinds[position + 1] == Token.END ? position : position + 1;
  }

  private void scan() {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isSpace(c)) {
        at++;
      } else {
        at = scanToken(c, at);
      }
    }
    add(Token.END, at, at);
    count--;
  }

  /** Adds the token at {@code start} and returns where it ends. */
  private int scanToken(char c, int start) {
    if (isLetter(c) || c == '_') {
      int end = endOfWord(start + 1);
      return add(word(start, end), start, end);
    }
    if (c == '#' || c == ':') {
      int end = endOfWord(start + 1);
      Token kind = c == '#' ? Token.NAME_PLACEHOLDER : Token.VALUE_PLACEHOLDER;
      return add(end == start + 1 ? Token.UNREADABLE : kind, start, end);
    }
    if (isDigit(c) && count > 0 && kinds[count - 1] == Token.OPEN_INDEX) {
      return add(Token.NUMBER, start, endOfNumber(start));
    }
    char next = start + 1 < text.length() ? text.charAt(start + 1) : 0;
    return switch (c) {
      case '=' -> add(Token.EQUAL, start, start + 1);
      case '<' ->
          switch (next) {
            case '>' -> add(Token.NOT_EQUAL, start, start + 2);
            case '=' -> add(Token.LESS_OR_EQUAL, start, start + 2);
            default -> add(Token.LESS, start, start + 1);
          };
      case '>' ->
          next == '='
              ? add(Token.GREATER_OR_EQUAL, start, start + 2)
              : add(Token.GREATER, start, start + 1);
      case '+' -> add(Token.PLUS, start, start + 1);
      case '-' -> add(Token.MINUS, start, start + 1);
      case '(' -> add(Token.OPEN, start, start + 1);
      case ')' -> add(Token.CLOSE, start, start + 1);
      case '[' -> add(Token.OPEN_INDEX, start, start + 1);
      case ']' -> add(Token.CLOSE_INDEX, start, start + 1);
      case '.' -> add(Token.DOT, start, start + 1);
      case ',' -> add(Token.COMMA, start, start + 1);
      default -> add(Token.UNREADABLE, start, start + Character.charCount(text.codePointAt(start)));
    };
  }

  private Token word(int start, int end) {
    for (int i = 0; i < keywords.size(); i++) {
      String keyword = keywords.get(i).name();
      if (keyword.length() == end - start
          && text.regionMatches(true, start, keyword, 0, keyword.length())) {
        return keywords.get(i);
      }
    }
    return Token.NAME;
  }

  private int endOfWord(int from) {
    int end = from;
    while (end < text.length() && isWordPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** A number that starts with zero is that zero alone. */
  private int endOfNumber(int start) {
    int end = start + 1;
    if (text.charAt(start) != '0') {
      while (end < text.length() && isDigit(text.charAt(end))) {
        end++;
      }
    }
    return end;
  }

  private int add(Token kind, int start, int end) {
    if (count + 1 >= kinds.length) {
      kinds = Arrays.copyOf(kinds, 2 * count);
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    kinds[count] = kind;
    starts[count] = start;
    ends[count++] = end;
    return end;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordPart(char c) {
    return isLetter(c) || isDigit(c) || c == '_';
  }
}
