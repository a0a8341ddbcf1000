package io.larder.protocol.error;

import io.larder.protocol.quota.ServiceQuotas;

/** Sentences of the service that more than one rule says. */
public final class Messages {
  /** Before what is wrong with parameters, as {@link ServiceException#invalidParameter} has it. */
  public static final String INVALID_PARAMETER = "One or more parameter values were invalid: ";

  /** Of the item as a request gives it, and of what an update makes of it. */
  public static final String ITEM_TOO_LARGE = "Item size has exceeded the maximum allowed size";

  /** Of the tags of a request, and of those that a table would have. */
  public static final String TOO_MANY_TAGS =
      "Number of Tags exceed the current limit for the provided ResourceArn";

  /** Of the indexes of a new table, and of those that a table would have. */
  public static final String TOO_MANY_PROJECTED =
      "Number of projected NonKeyAttributes exceeds the per-table limit of "
          + ServiceQuotas.MAX_PROJECTED_ATTRIBUTES;

  /** Alone, or before what was not found. */
  public static final String NOT_FOUND = "Requested resource not found";

  /** Before what a change has to wait for. */
  public static final String IN_USE = "Attempt to change a resource which is still in use: ";

  /** Before the quota or the pace that was exceeded. */
  public static final String LIMIT_EXCEEDED = "Subscriber limit exceeded: ";

  /** Of the name of an attribute, in a value or a path. */
  public static final String EMPTY_NAME = "Empty attribute name";

  /** Of the name of an attribute, in a value or a path. */
  public static final String LONG_NAME =
      "Attribute name is too large, must be less than 65536 bytes";

  private Messages() {}

  /** Of an item's attribute, and of one in a start key, that does not fit an index. */
  public static String indexKeyMismatch(
      String attribute, Enum<?> expected, Enum<?> actual, String index) {
    return "Type mismatch for Index Key %s Expected: %s Actual: %s IndexName: %s"
        .formatted(attribute, expected, actual, index);
  }

  /** Of a bound on on-demand throughput; {@code where} is empty or names the index. */
  public static String onDemandOutOfRange(boolean isRead, String where) {
    return "Requested "
        + (isRead ? "MaxReadRequestUnits" : "MaxWriteRequestUnits")
        + " for OnDemandThroughput"
        + where
        + " is outside of valid range";
  }
}
