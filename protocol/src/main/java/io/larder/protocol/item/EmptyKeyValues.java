package io.larder.protocol.item;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import org.jspecify.annotations.Nullable;

/** The values that no key may have, the empty string and the empty binary, and their refusals. */
public final class EmptyKeyValues {
  private static final String NOT_VALID = "One or more parameter values are not valid. ";

  private EmptyKeyValues() {}

  /** True for an empty string or binary. */
  public static boolean isEmpty(AttributeValue value) {
    return kindOf(value) != null;
  }

  private static @Nullable String kindOf(AttributeValue value) {
    if (value instanceof AttributeValue.Str(var text)) {
      return text.isEmpty() ? "string" : null;
    }
    if (value instanceof AttributeValue.Bin(var bytes)) {
      return bytes.isEmpty() ? "binary" : null;
    }
    return null;
  }

  /** The refusal of {@code value} in the key of a table, null if it is not empty. */
  public static @Nullable ServiceException inTableKey(String attribute, AttributeValue value) {
    String kind = kindOf(value);
    return kind == null ? null : refusal("", kind, " Key: " + attribute);
  }

  /** The refusal of {@code value} in the key of an index, null if it is not empty. */
  public static @Nullable ServiceException inIndexKey(
      String index, String attribute, AttributeValue value) {
    String kind = kindOf(value);
    return kind == null
        ? null
        : refusal(
            "A value specified for a secondary index key is not supported. ",
            kind,
            " IndexName: " + index + ", IndexKey: " + attribute);
  }

  /** The refusal of an update to {@code value} in the key of an index, null if it is not empty. */
  public static @Nullable ServiceException updatedInIndexKey(AttributeValue value) {
    String kind = kindOf(value);
    return kind == null
        ? null
        : refusal(
            "The update expression attempted to update a secondary index key to a value that is not"
                + " supported. ",
            kind,
            "");
  }

  private static ServiceException refusal(String what, String kind, String where) {
    return new ServiceException(
        new ServiceError.EmptyKeyValue(
            NOT_VALID
                + what
                + "The AttributeValue for a key attribute cannot contain an empty "
                + kind
                + " value."
                + where));
  }
}
