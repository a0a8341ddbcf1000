package io.larder.protocol.partiql;

import io.larder.protocol.error.ServiceException;
import io.larder.protocol.partiql.Token.Kind;

/** A statement without the values that are written in it, for those who must not know them. */
public final class RedactedStatement {
  private static final String REDACTED = "***(Redacted)";

  private RedactedStatement() {}

  /** {@code statement} without its comments, and with its strings, numbers and such replaced. */
  public static String of(String statement) {
    var redacted = new StringBuilder(statement.length());
    try {
      int end = 0;
      for (Token token : Lexer.tokens(statement)) {
        if (token.start() > end) {
          redacted.append(' ');
        }
        boolean isValue =
            token.kind() == Kind.STRING || token.kind() == Kind.NUMBER || token.kind() == Kind.ION;
        redacted.append(isValue ? REDACTED : statement.substring(token.start(), token.end()));
        end = token.end();
      }
      return redacted.toString();
    } catch (ServiceException noStatement) {
      return REDACTED;
    }
  }
}
