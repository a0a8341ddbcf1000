package io.larder.protocol.expression.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one expression's text. Applications send few texts, again and again with other
 * values, so the lists of the latest short texts are kept, up to a few megabytes of them.
 */
final class TokenList {
  private static final int MAX_KEPT_LENGTH = 255;

  /** By hash, each text in the place of the one before. Threads may lose each other's. */
  private static final @Nullable TokenList[] KEPT = new TokenList[1024];

  /** A token: its text is from {@code start} to {@code end} of the expression, in characters. */
  record Entry(Token kind, String text, int start, int end, boolean isReserved) {}

  private final String text;
  private final List<Token> keywords;
  private final Entry[] entries;

  private TokenList(String text, List<Token> keywords) {
    this.text = text;
    this.keywords = keywords;
    this.entries = new Tokenizer(text, keywords).scan().toArray(Entry[]::new);
  }

  /** The tokens of {@code text}, where words are names but for {@code keywords}. */
  static TokenList of(String text, List<Token> keywords) {
    if (text.length() > MAX_KEPT_LENGTH) {
      return new TokenList(text, keywords);
    }
    int hash = text.hashCode();
    int slot = (hash ^ hash >>> 16) & KEPT.length - 1;
    TokenList kept = KEPT[slot];
    if (kept == null || !kept.keywords.equals(keywords) || !kept.text.equals(text)) {
      kept = new TokenList(text, keywords);
      KEPT[slot] = kept;
    }
    return kept;
  }

  String text() {
    return text;
  }

  /** Without END, which comes after them. */
  int size() {
    return entries.length - 1;
  }

  Entry get(int index) {
    return entries[index];
  }
}
