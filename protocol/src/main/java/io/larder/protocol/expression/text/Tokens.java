package io.larder.protocol.expression.text;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.InvalidExpression;
import io.larder.protocol.item.ItemSize;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.List;

/** The tokens of one parameter's expression, with a position that a parser moves forward. */
final class Tokens {
  private static final int MAX_BYTES_OF_CHAR = 3;

  private final String parameter;
  private final TokenList tokens;
  private int position;

  private Tokens(String parameter, TokenList tokens) {
    this.parameter = parameter;
    this.tokens = tokens;
  }

  /** The tokens of {@code text}, the value of {@code parameter}; words are names but keywords. */
  static Tokens of(String parameter, String text, List<Token> keywords) {
    if (text.isEmpty()) {
      throw InvalidExpression.of(parameter, InvalidExpression.EMPTY);
    }
    if (isTooLong(text)) {
      throw InvalidExpression.of(parameter, InvalidExpression.TOO_LONG);
    }
    return new Tokens(parameter, TokenList.of(text, keywords));
  }

  /** Rejects a text that is too long in the older words, which tell its size. */
  static void rejectTooLongBySize(String parameter, String text) {
    if (isTooLong(text)) {
      throw InvalidExpression.of(
          parameter, InvalidExpression.TOO_LONG + " expression size: " + ItemSize.utf8(text));
    }
  }

  private static boolean isTooLong(String text) {
    return text.length() > ServiceQuotas.MAX_EXPRESSION_BYTES / MAX_BYTES_OF_CHAR
        && (text.length() > ServiceQuotas.MAX_EXPRESSION_BYTES
            || ItemSize.utf8(text) > ServiceQuotas.MAX_EXPRESSION_BYTES);
  }

  Token peek() {
    return tokens.get(position).kind();
  }

  Token peekAfter() {
    return tokens.get(Math.min(position + 1, tokens.size())).kind();
  }

  /** The text of the current token. */
  String text() {
    return tokens.get(position).text();
  }

  /** True if the current token is a name that needs a placeholder. */
  boolean isReserved() {
    return tokens.get(position).isReserved();
  }

  void skip() {
    position++;
  }

  /** Skips the current token if it is {@code token}. */
  boolean skipIf(Token token) {
    if (peek() == token) {
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
    return InvalidExpression.of(parameter, message);
  }

  /** The error that the current token should not be here, shown with its neighbours. */
  ServiceException syntaxError() {
    int last = tokens.size() - 1;
    String token = "<EOF>";
    String near = tokens.text();
    if (position <= last) {
      token = text();
      int start = tokens.get(Math.max(position - 1, 0)).start();
      near = near.substring(start, tokens.get(Math.min(position + 1, last)).end());
    } else if (last >= 0) {
      near = tokens.get(last).text();
    }
    return invalid("Syntax error; token: \"" + token + "\", near: \"" + near + "\"");
  }
}
