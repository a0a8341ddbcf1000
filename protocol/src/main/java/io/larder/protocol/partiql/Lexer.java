package io.larder.protocol.partiql;

import io.larder.protocol.partiql.Token.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes a statement apart into tokens. */
final class Lexer {
  private static final Set<String> TWO_CHARACTERS =
      Set.of("<=", ">=", "<>", "!=", "<<", ">>", "||");
  private static final String ONE_CHARACTER = "=<>()[]{},.;:+-*/%";

  private final String statement;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String statement) {
    this.statement = statement;
  }

  /**
   * @throws io.larder.protocol.error.ServiceException Validation, if there is anything in it that
   *     is none
   */
  static List<Token> tokens(String statement) {
    var lexer = new Lexer(statement);
    while (lexer.at < statement.length()) {
      lexer.next();
    }
    return lexer.tokens;
  }

  private void next() {
    char c = statement.charAt(at);
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      at++;
    } else if (starts("--")) {
      int end = statement.indexOf('\n', at);
      at = end < 0 ? statement.length() : end;
    } else if (starts("/*")) {
      int end = statement.indexOf("*/", at + 2);
      if (end < 0) {
        throw Malformed.because("");
      }
      at = end + 2;
    } else if (c == '\'') {
      quoted(Kind.STRING, c);
    } else if (c == '"') {
      quoted(Kind.QUOTED, c);
    } else if (c == '`') {
      quoted(Kind.ION, c);
    } else if (isDigit(c) || (c == '.' && isDigit(peek(1)) && !continuesPath())) {
      number();
    } else if (isWordStart(c)) {
      int end = at + 1;
      while (end < statement.length()
          && (isWordStart(statement.charAt(end)) || isDigit(statement.charAt(end)))) {
        end++;
      }
      add(Kind.WORD, statement.substring(at, end), end);
    } else if (c == '?') {
      add(Kind.PARAMETER, "?", at + 1);
    } else {
      symbol(c);
    }
  }

  private void symbol(char c) {
    if (at + 1 < statement.length()) {
      String two = statement.substring(at, at + 2);
      if (TWO_CHARACTERS.contains(two)) {
        add(Kind.SYMBOL, two, at + 2);
        return;
      }
    }
    if (ONE_CHARACTER.indexOf(c) < 0) {
      throw Malformed.because("");
    }
    add(Kind.SYMBOL, String.valueOf(c), at + 1);
  }

  private void add(Kind kind, String text, int end) {
    tokens.add(new Token(kind, text, at, end));
    at = end;
  }

  private boolean starts(String text) {
    return statement.startsWith(text, at);
  }

  private char peek(int offset) {
    return at + offset < statement.length() ? statement.charAt(at + offset) : ' ';
  }

  /** True if a point here is a step of a path, not the beginning of a number. */
  private boolean continuesPath() {
    if (tokens.isEmpty()) {
      return false;
    }
    Token before = tokens.getLast();
    return before.end() == at
        && (before.kind() == Kind.WORD
            || before.kind() == Kind.QUOTED
            || before.isSymbol("]")
            || before.isSymbol(")"));
  }

  private void quoted(Kind kind, char quote) {
    var text = new StringBuilder();
    for (int end = at + 1; end < statement.length(); end++) {
      char c = statement.charAt(end);
      if (c == quote) {
        if (end + 1 >= statement.length() || statement.charAt(end + 1) != quote) {
          add(kind, text.toString(), end + 1);
          return;
        }
        end++;
      }
      text.append(c);
    }
    throw Malformed.because("");
  }

  private void number() {
    int end = digits(at);
    if (end < statement.length() && statement.charAt(end) == '.') {
      end = digits(end + 1);
    }
    int exponent = end;
    if (exponent < statement.length() && (statement.charAt(exponent) | 0x20) == 'e') {
      exponent++;
      if (exponent < statement.length() && "+-".indexOf(statement.charAt(exponent)) >= 0) {
        exponent++;
      }
      int last = digits(exponent);
      if (last > exponent) {
        end = last;
      } else if (last >= statement.length() || !isWordStart(statement.charAt(last))) {
        throw Malformed.because("");
      }
    }
    String text = statement.substring(at, end);
    requireDecimal(text);
    add(Kind.NUMBER, text, end);
  }

  /**
   * The service reads a literal as a BigDecimal before it asks for more; its exponent is an int.
   */
  private static void requireDecimal(String text) {
    try {
      if (new BigDecimal(text).scale() > Integer.MIN_VALUE) {
        return;
      }
    } catch (NumberFormatException | ArithmeticException tooFarOut) {
      // Told below.
    }
    throw Malformed.because("");
  }

  private int digits(int from) {
    int end = from;
    while (end < statement.length() && isDigit(statement.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
