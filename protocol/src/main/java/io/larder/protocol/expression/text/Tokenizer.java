package io.larder.protocol.expression.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the text of an expression into tokens; words are names but keywords. A word begins with a
 * letter, what follows may be digits and underscores, too.
 */
final class Tokenizer {
  private final String text;
  private final List<Token> keywords;
  private final List<TokenList.Entry> entries = new ArrayList<>();

  Tokenizer(String text, List<Token> keywords) {
    this.text = text;
    this.keywords = keywords;
  }

  /** All tokens, and END after them. */
  List<TokenList.Entry> scan() {
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
    return entries;
  }

  /** Adds the token at {@code start} and returns where it ends. */
  private int scanToken(char c, int start) {
    if (isLetter(c)) {
      int end = endOfWord(start + 1);
      return add(word(start, end), start, end);
    }
    if (c == '#' || c == ':') {
      int end = endOfWord(start + 1);
      Token kind = c == '#' ? Token.NAME_PLACEHOLDER : Token.VALUE_PLACEHOLDER;
      return add(end == start + 1 ? Token.UNREADABLE : kind, start, end);
    }
    if (isDigit(c) && !entries.isEmpty() && entries.getLast().kind() == Token.OPEN_INDEX) {
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
    String token = text.substring(start, end);
    boolean isReserved = kind == Token.NAME && ReservedWords.contains(token);
    entries.add(new TokenList.Entry(kind, token, start, end, isReserved));
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

  /** True for what a name in a text may look like, were it no keyword or reserved word. */
  static boolean isName(String text) {
    return !text.isEmpty()
        && isLetter(text.charAt(0))
        && text.chars().allMatch(c -> isWordPart((char) c));
  }

  /** True for what belongs to the word before it. */
  static boolean isWordPart(char c) {
    return isLetter(c) || isDigit(c) || c == '_';
  }
}
