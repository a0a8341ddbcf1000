package io.larder.protocol.expression.text;

import io.larder.protocol.expression.DocumentPath;
import io.larder.protocol.expression.DocumentPath.Element;
import io.larder.protocol.expression.DocumentPath.Member;
import io.larder.protocol.expression.DocumentPath.Step;
import io.larder.protocol.item.AttributeValue;
import java.util.List;
import java.util.function.Consumer;

/** The text of an expression while it is printed, token by token. */
final class PrintedText {
  /** A name that is no longer than the shortest placeholder gains nothing by one. */
  private static final int SHORT_NAME = 2;

  private final StringBuilder text = new StringBuilder();
  private final Placeholders<String> names;
  private final Placeholders<AttributeValue> values;

  PrintedText(Placeholders<String> names, Placeholders<AttributeValue> values) {
    this.names = names;
    this.values = values;
  }

  /** Adds a token, after a space only where two words would run together. */
  PrintedText add(String token) {
    if (!text.isEmpty()
        && Tokenizer.isWordPart(text.charAt(text.length() - 1))
        && Tokenizer.isWordPart(token.charAt(0))) {
      text.append(' ');
    }
    text.append(token);
    return this;
  }

  void add(AttributeValue value) {
    add(values.of(value));
  }

  void add(DocumentPath path) {
    addName(path.attribute());
    for (Step step : path.steps()) {
      switch (step) {
        case Member(var name) -> add(".").addName(name);
        case Element(var index) -> add("[").add(Long.toString(index)).add("]");
      }
    }
  }

  private void addName(String name) {
    boolean isPlain =
        name.length() <= SHORT_NAME && Tokenizer.isName(name) && !ReservedWords.contains(name);
    add(isPlain ? name : names.of(name));
  }

  /** What {@code part} adds for each of several, and {@code separator} in between. */
  <T> PrintedText addAll(List<T> all, String separator, Consumer<T> part) {
    for (int i = 0; i < all.size(); i++) {
      if (i > 0) {
        add(separator);
      }
      part.accept(all.get(i));
    }
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
