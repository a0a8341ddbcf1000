package io.larder.protocol.draft.item;

import org.jspecify.annotations.Nullable;

/**
 * Which parameters of a request are expressions and which belong to the older style that
 * expressions replaced; a request must keep to one of them.
 */
final class ParameterStyles {
  private @Nullable String legacy;
  private @Nullable String expressions;

  ParameterStyles legacy(@Nullable Object value, String parameter) {
    if (value != null) {
      legacy = append(legacy, parameter);
    }
    return this;
  }

  ParameterStyles expression(@Nullable Object value, String parameter) {
    if (value != null) {
      expressions = append(expressions, parameter);
    }
    return this;
  }

  /** An expression that is given as text or as a tree. */
  ParameterStyles expression(@Nullable String text, @Nullable Object tree, String parameter) {
    return expression(text == null ? tree : text, parameter);
  }

  private static String append(@Nullable String list, String parameter) {
    return list == null ? parameter : list + ", " + parameter;
  }

  boolean hasExpressions() {
    return expressions != null;
  }

  /** What is wrong with the mixture, or null. */
  @Nullable String conflict() {
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
