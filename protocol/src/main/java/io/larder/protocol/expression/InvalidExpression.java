package io.larder.protocol.expression;

import io.larder.protocol.error.ServiceException;
import org.jspecify.annotations.Nullable;

/** The refusal of an expression, which begins with the name of its parameter. */
public final class InvalidExpression {
  /** The fault of an expression that says nothing. */
  public static final String EMPTY = "The expression can not be empty;";

  /** The fault of an expression that is longer than the service reads. */
  public static final String TOO_LONG = "Expression size has exceeded the maximum allowed size;";

  private InvalidExpression() {}

  /** The Validation error that {@code parameter} has {@code fault}. */
  public static ServiceException of(String parameter, String fault) {
    return ServiceException.validation("Invalid " + parameter + ": " + fault);
  }

  /** Refuses {@code parameter} if it has a fault. */
  static void throwIf(String parameter, @Nullable String fault) {
    if (fault != null) {
      throw of(parameter, fault);
    }
  }
}
