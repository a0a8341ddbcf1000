package io.larder.protocol.partiql;

import io.larder.protocol.error.ServiceException;

/** The refusal of what is no statement. */
final class Malformed {
  static final String UNEXPECTED_TERM = "Unexpected term";
  static final String UNEXPECTED_TOKEN = "Unexpected token after expression";
  static final String UNEXPECTED_KEYWORD = "Unexpected keyword";
  static final String NO_RIGHT_SIDE = "Missing right-hand side expression of infix operator";
  static final String NO_PATH = "Expected identifier for simple path";
  static final String NO_MANIPULATION = "Expected data manipulation";

  private Malformed() {}

  /** {@code reason} is empty where the service gives none. */
  static ServiceException because(String reason) {
    return ServiceException.validation(
        "Statement wasn't well formed, can't be processed: " + reason);
  }
}
