package io.larder.security.access;

import java.util.ArrayList;
import java.util.List;

/**
 * One token of a PartiQL statement.
 *
 * @param text without quotes
 * @param parameter which one of the parameters a question mark stands for, counted from 0
 */
record StatementToken(Kind kind, String text, int parameter) {
  private static final String SYMBOLS = ".,()[]{}<>=*+-:!/";

  enum Kind {
    WORD,
    QUOTED,
    STRING,
    NUMBER,
    PARAMETER,
    SYMBOL
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  boolean isSymbol(char symbol) {
    return kind == Kind.SYMBOL && text.charAt(0) == symbol;
  }

  /**
   * @throws UndeterminedException if there is anything in it that is not known here
   */
  static List<StatementToken> all(String statement) {
    List<StatementToken> tokens = new ArrayList<>();
    int parameters = 0;
    int at = 0;
    while (at < statement.length()) {
      char c = statement.charAt(at);
      int end = at + 1;
      if (c == '"' || c == '\'') {
        end = endOfQuoted(statement, at);
        String text = statement.substring(at + 1, end - 1).replace("" + c + c, "" + c);
        tokens.add(new StatementToken(c == '"' ? Kind.QUOTED : Kind.STRING, text, -1));
      } else if (isWordStart(c)) {
        end = endOf(statement, at, false);
        tokens.add(new StatementToken(Kind.WORD, statement.substring(at, end), -1));
      } else if (isDigit(c)) {
        end = endOf(statement, at, true);
        tokens.add(new StatementToken(Kind.NUMBER, statement.substring(at, end), -1));
      } else if (c == '?') {
        tokens.add(new StatementToken(Kind.PARAMETER, "?", parameters++));
      } else if (c == '-' && end < statement.length() && statement.charAt(end) == '-') {
        throw new UndeterminedException();
      } else if (SYMBOLS.indexOf(c) >= 0) {
        tokens.add(new StatementToken(Kind.SYMBOL, String.valueOf(c), -1));
      } else if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        throw new UndeterminedException();
      }
      at = end;
    }
    return tokens;
  }

  private static int endOfQuoted(String statement, int start) {
    char quote = statement.charAt(start);
    for (int at = start + 1; at < statement.length(); at++) {
      if (statement.charAt(at) == quote) {
        if (at + 1 < statement.length() && statement.charAt(at + 1) == quote) {
          at++;
        } else {
          return at + 1;
        }
      }
    }
    throw new UndeterminedException();
  }

  private static int endOf(String statement, int start, boolean isNumber) {
    int end = start + 1;
    while (end < statement.length()
        && (isWordStart(statement.charAt(end))
            || isDigit(statement.charAt(end))
            || (isNumber && statement.charAt(end) == '.'))) {
      end++;
    }
    return end;
  }

  private static boolean isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
