package io.larder.protocol.partiql;

import java.util.Locale;
import java.util.Set;

/**
 * A word, literal or symbol of a statement.
 *
 * @param text without quotes, a doubled quote being one; of a symbol, a number or a word as it is
 * @param start where it begins in the statement
 * @param end where it ends
 */
record Token(Kind kind, String text, int start, int end) {

  enum Kind {
    WORD,
    /** A name in double quotes. */
    QUOTED,
    STRING,
    NUMBER,
    PARAMETER,
    /** A literal of Ion, in backticks. */
    ION,
    SYMBOL
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  boolean isOneOf(Set<String> words) {
    return kind == Kind.WORD && words.contains(text.toUpperCase(Locale.ROOT));
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }
}
