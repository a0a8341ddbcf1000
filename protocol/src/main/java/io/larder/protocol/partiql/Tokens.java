package io.larder.protocol.partiql;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tokens of a statement, and how far they are read. */
final class Tokens {
  private final String statement;
  private final List<Token> tokens;
  private int at;
  private int parameters;

  Tokens(String statement) {
    this.statement = statement;
    this.tokens = Lexer.tokens(statement);
  }

  /** The next one; null at the end. */
  @Nullable Token peek() {
    return peek(0);
  }

  @Nullable Token peek(int ahead) {
    return at + ahead < tokens.size() ? tokens.get(at + ahead) : null;
  }

  /** Takes the next one, which is there. */
  Token next() {
    return tokens.get(at++);
  }

  /** The number of the next parameter, counted from 0. */
  int nextParameter() {
    return parameters++;
  }

  /** How many parameters there are in what was read. */
  int parameters() {
    return parameters;
  }

  /** True at the end of the statement, whether or not a semicolon follows. */
  boolean isAtEnd() {
    Token next = peek();
    return next == null || next.isSymbol(";");
  }

  boolean isWord(String word) {
    Token next = peek();
    return next != null && next.isWord(word);
  }

  boolean isOneOf(Set<String> words) {
    Token next = peek();
    return next != null && next.isOneOf(words);
  }

  boolean isSymbol(String symbol) {
    Token next = peek();
    return next != null && next.isSymbol(symbol);
  }

  /** Takes the word if it is next. */
  boolean takeWord(String word) {
    if (isWord(word)) {
      at++;
      return true;
    }
    return false;
  }

  /** Takes the symbol if it is next. */
  boolean takeSymbol(String symbol) {
    if (isSymbol(symbol)) {
      at++;
      return true;
    }
    return false;
  }

  void expectWord(String word, String otherwise) {
    if (!takeWord(word)) {
      throw Malformed.because(otherwise);
    }
  }

  void expectSymbol(String symbol, String otherwise) {
    if (!takeSymbol(symbol)) {
      throw Malformed.because(otherwise);
    }
  }

  /** Where a token stands, as the service tells it: line, column and length, from 1. */
  String position(Token token) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < token.start(); i++) {
      if (statement.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return line
        + ":"
        + (statement.codePointCount(lineStart, token.start()) + 1)
        + ":"
        + statement.codePointCount(token.start(), token.end());
  }
}
