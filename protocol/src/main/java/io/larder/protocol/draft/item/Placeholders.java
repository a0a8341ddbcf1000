package io.larder.protocol.draft.item;

import io.larder.protocol.draft.AsciiLetters;
import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.expression.text.ExpressionAttributes;
import io.larder.protocol.item.ItemSize;
import io.larder.protocol.quota.ServiceQuotas;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The placeholders of a request, and the rules for giving them at all. Expressions that are trees
 * have none, but values of their own, to which the same rules apply.
 */
public final class Placeholders {
  public @Nullable Map<String, String> names;
  public @Nullable AttributeMap values;

  /** The values of the trees, each by a name that refusals may call it. */
  public @Nullable AttributeMap literals;

  boolean isEmpty() {
    return names == null && values == null && literals == null;
  }

  /** The values of the expressions, in whatever form they are given. */
  @Nullable AttributeMap substitutes() {
    return values == null ? literals : values;
  }

  /** The first fault of a value, null if there is none. */
  @Nullable ValueFault fault() {
    AttributeMap given = substitutes();
    return given == null ? null : given.fault();
  }

  /** Rejects a placeholder that stands for an empty attribute name. */
  void rejectEmptyNames(Envelope envelope) {
    if (names != null && names.containsValue("")) {
      for (Map.Entry<String, String> name : names.entrySet()) {
        if (name.getValue().isEmpty()) {
          throw envelope.error(
              "ExpressionAttributeNames contains invalid value: "
                  + Messages.EMPTY_NAME
                  + " for key "
                  + name.getKey());
        }
      }
    }
  }

  /**
   * Rejects a mixture of styles, placeholders without expressions, empty maps of them and malformed
   * ones. {@code noExpression} continues the message about values without an expression.
   */
  void check(ParameterStyles styles, String noExpression, Envelope envelope) {
    String conflict = styles.conflict();
    if (conflict != null) {
      throw envelope.error(conflict);
    }
    if (isEmpty()) {
      return;
    }
    if (names != null && !styles.hasExpressions()) {
      throw envelope.error("ExpressionAttributeNames can only be specified when using expressions");
    }
    if (values != null && !styles.hasExpressions()) {
      throw envelope.error(
          "ExpressionAttributeValues can only be specified when using expressions" + noExpression);
    }
    checkPlaceholders(envelope);
  }

  void checkPlaceholders(Envelope envelope) {
    if (names != null) {
      checkPlaceholders(names, '#', "ExpressionAttributeNames", envelope);
      for (String name : names.values()) {
        if (ItemSize.isLongName(name)) {
          throw envelope.error(Messages.LONG_NAME);
        }
      }
    }
    if (values != null) {
      checkPlaceholders(values.values(), ':', "ExpressionAttributeValues", envelope);
    }
    if (substitutedBytes() > ServiceQuotas.MAX_SUBSTITUTED_BYTES) {
      throw envelope.error(
          "Size of ExpressionAttributeNames and ExpressionAttributeValues has exceeded the maximum"
              + " allowed size of 2 MB");
    }
  }

  /** Size of all names and values, with their placeholders. */
  int substitutedBytes() {
    int bytes = sizeOf(values) + sizeOf(literals);
    if (names != null) {
      for (Map.Entry<String, String> name : names.entrySet()) {
        bytes += ItemSize.utf8(name.getKey()) + ItemSize.utf8(name.getValue());
      }
    }
    return bytes;
  }

  private static int sizeOf(@Nullable AttributeMap given) {
    return given == null ? 0 : ItemSize.of(given.values());
  }

  private static void checkPlaceholders(
      Map<String, ?> placeholders, char prefix, String member, Envelope envelope) {
    if (placeholders.isEmpty()) {
      throw envelope.error(member + " must not be empty");
    }
    for (String placeholder : placeholders.keySet()) {
      if (placeholder.length() > ServiceQuotas.MAX_PLACEHOLDER_BYTES / 3
          && ItemSize.utf8(placeholder) > ServiceQuotas.MAX_PLACEHOLDER_BYTES) {
        throw envelope.error(
            member
                + " contains invalid key: The expression attribute map contains a key that is too"
                + " long;"
                + (prefix == '#' ? " size of key: " + ItemSize.utf8(placeholder) : ""));
      }
      boolean prefixed = !placeholder.isEmpty() && placeholder.charAt(0) == prefix;
      if (!prefixed || !isWord(placeholder)) {
        String message =
            member + " contains invalid key: Syntax error; key: \"" + placeholder + "\"";
        // A wrong first character is found before the rest of the request is validated.
        throw prefixed ? envelope.error(message) : ServiceException.validation(message);
      }
    }
  }

  private static boolean isWord(String placeholder) {
    for (int i = 1; i < placeholder.length(); i++) {
      if (!AsciiLetters.isWordCharacter(placeholder.charAt(i))) {
        return false;
      }
    }
    return placeholder.length() > 1;
  }

  ExpressionAttributes toAttributes() {
    return new ExpressionAttributes(names, values == null ? null : values.values());
  }
}
