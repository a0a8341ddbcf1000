package io.larder.protocol.draft.item;

import io.larder.protocol.error.Messages;
import io.larder.protocol.error.ServiceException;
import io.larder.protocol.item.ItemSize;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with an attribute value: the first fault found in one map of a request, and the
 * attribute or placeholder it was found under. Operations differ in how they report one.
 */
public record ValueFault(Kind kind, String message, String key) {
  /**
   * The faults that some operation tells apart, in the order in which a value of several types is
   * told of them.
   */
  public enum Kind {
    EMPTY_NAME,
    EMPTY_SET,
    NUMBER,
    NULL_FALSE,
    SEVERAL_TYPES,
    DUPLICATES,
    NO_TYPE,
    LONG_NAME,
    NESTING,
    DEEP_NESTING
  }

  /** The one of two faults in a value of several types that is reported. */
  static @Nullable ValueFault firstReported(@Nullable ValueFault one, @Nullable ValueFault other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.kind.compareTo(one.kind) < 0 ? other : one;
  }

  /** What is wrong with the name of an attribute, null if nothing is. */
  static @Nullable ValueFault ofName(String name) {
    if (name.isEmpty()) {
      return new ValueFault(Kind.EMPTY_NAME, Messages.EMPTY_NAME, name);
    }
    return ItemSize.isLongName(name)
        ? new ValueFault(Kind.LONG_NAME, Messages.LONG_NAME, name)
        : null;
  }

  /** The error of {@code worded}, in the envelope unless faults of this kind never are. */
  ServiceException error(String worded, Envelope envelope) {
    return switch (kind) {
      case NO_TYPE, SEVERAL_TYPES, DEEP_NESTING -> ServiceException.validation(worded);
      case EMPTY_NAME, LONG_NAME, NUMBER, NULL_FALSE, EMPTY_SET, DUPLICATES, NESTING ->
          envelope.error(worded);
    };
  }

  ServiceException error(Envelope envelope) {
    return error(message, envelope);
  }

  /** The message as it names the placeholder of an expression value. */
  String named() {
    return "ExpressionAttributeValues contains invalid value: " + message + " for key " + key;
  }
}
