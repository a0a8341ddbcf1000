package io.larder.protocol.expression.text;

import java.util.List;

/** The kinds of token in an expression. */
enum Token {
  NAME,
  NAME_PLACEHOLDER,
  VALUE_PLACEHOLDER,
  NUMBER,
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  PLUS,
  MINUS,
  OPEN,
  CLOSE,
  OPEN_INDEX,
  CLOSE_INDEX,
  DOT,
  COMMA,
  AND,
  OR,
  NOT,
  BETWEEN,
  IN,
  SET,
  REMOVE,
  ADD,
  DELETE,
  /** A character that begins no token. */
  UNREADABLE,
  END;

  /** The keywords of conditions; in any case, and nowhere else but there. */
  static final List<Token> OF_CONDITIONS = List.of(AND, OR, NOT, BETWEEN, IN);

  /** The keywords of updates. */
  static final List<Token> OF_UPDATES = List.of(SET, REMOVE, ADD, DELETE);
}
