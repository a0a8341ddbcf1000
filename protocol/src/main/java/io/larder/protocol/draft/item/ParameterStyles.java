package io.larder.protocol.draft.item;

import org.jspecify.annotations.Nullable;

/**
 * Which parameters of a request are expressions and which belong to the older style that
 * expressions replaced; a request must keep to one of them.
 */
public final class ParameterStyles {
  private @Nullable StringBuilder legacy;
  private @Nullable StringBuilder expressions;

  public ParameterStyles legacy(@Nullable Object value, String parameter) {
    if (value != null) {
      legacy = append(legacy, parameter);
    }
    return this;
  }

  public ParameterStyles expression(@Nullable Object value, String parameter) {
    if (value != null) {
      expressions = append(expressions, parameter);
    }
    return this;
  }

  private static StringBuilder append(@Nullable StringBuilder list, String parameter) {
    return list == null ? new StringBuilder(parameter) : list.append(", ").append(parameter);
  }

  public boolean hasExpressions() {
    return expressions != null;
  }

  /** What is wrong with the mixture, or null. */
  public @Nullable String conflict() {
    if (legacy == null || expressions == null) {
      return null;
    }
    return "Can not use both expression and non-expression parameters in the same request:"
        + " Non-expression parameters: {"
        + legacy
        + "} Expression parameters: {"
        + expressions
        + "}";
  }
}
