package io.larder.security.access;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of the condition of a statement, of which all parts must hold.
 *
 * @param tokens what it is made of
 */
record StatementTerm(List<StatementToken> tokens) {

  /** The parts that AND joins. One that is joined otherwise is one part. */
  static List<StatementTerm> all(List<StatementToken> condition) {
    List<StatementTerm> terms = new ArrayList<>();
    List<StatementToken> term = new ArrayList<>();
    boolean isRange = false;
    boolean isAlternative = false;
    int depth = 0;
    for (StatementToken token : condition) {
      if (token.isSymbol('(') || token.isSymbol('[') || token.isSymbol('{')) {
        depth++;
      } else if (token.isSymbol(')') || token.isSymbol(']') || token.isSymbol('}')) {
        depth--;
      }
      isAlternative |= depth == 0 && token.isWord("OR");
      if (depth == 0 && token.isWord("AND") && !isRange) {
        terms.add(new StatementTerm(List.copyOf(term)));
        term.clear();
      } else {
        isRange = token.isWord("BETWEEN") || (isRange && !token.isWord("AND"));
        term.add(token);
      }
    }
    terms.add(new StatementTerm(List.copyOf(term)));
    return isAlternative ? List.of(new StatementTerm(List.copyOf(condition))) : terms;
  }

  boolean mentions(String attribute) {
    return tokens.stream()
        .anyMatch(token -> isName(token) && token.text().equalsIgnoreCase(attribute));
  }

  private static boolean isName(StatementToken token) {
    return token.kind() == StatementToken.Kind.WORD || token.kind() == StatementToken.Kind.QUOTED;
  }

  /**
   * The values of which the term says that the attribute has one; empty if it says something else.
   */
  List<StatementToken> values(String attribute) {
    if (tokens.size() == 3 && tokens.get(1).isSymbol('=')) {
      if (is(tokens.get(0), attribute)) {
        return only(tokens.get(2));
      }
      return is(tokens.get(2), attribute) ? only(tokens.get(0)) : List.of();
    }
    boolean isList =
        tokens.size() >= 5 && is(tokens.get(0), attribute) && tokens.get(1).isWord("IN");
    return isList ? listed() : List.of();
  }

  private static List<StatementToken> only(StatementToken value) {
    return isValue(value) ? List.of(value) : List.of();
  }

  private List<StatementToken> listed() {
    boolean isClosed =
        (tokens.get(2).isSymbol('[') && tokens.getLast().isSymbol(']'))
            || (tokens.get(2).isSymbol('(') && tokens.getLast().isSymbol(')'));
    List<StatementToken> values = new ArrayList<>();
    for (int at = 3; isClosed && at < tokens.size() - 1; at++) {
      StatementToken token = tokens.get(at);
      boolean isValuePlace = at % 2 == 1;
      if (isValuePlace ? !isValue(token) : !token.isSymbol(',')) {
        return List.of();
      }
      if (isValuePlace) {
        values.add(token);
      }
    }
    return values;
  }

  private static boolean is(StatementToken token, String attribute) {
    return isName(token) && token.text().equals(attribute);
  }

  static boolean isValue(StatementToken token) {
    return switch (token.kind()) {
      case STRING, NUMBER, PARAMETER -> true;
      case WORD, QUOTED, SYMBOL -> false;
    };
  }
}
