package io.larder.protocol.error;

import io.larder.protocol.quota.ServiceQuotas;

/** Sentences of the service that more than one rule says. */
public final class Messages {
  /** Of the item as a request gives it, and of what an update makes of it. */
  public static final String ITEM_TOO_LARGE = "Item size has exceeded the maximum allowed size";

  /** Of the tags of a request, and of those that a table would have. */
  public static final String TOO_MANY_TAGS =
      "Number of Tags exceed the current limit for the provided ResourceArn";

  /** Of the indexes of a new table, and of those that a table would have. */
  public static final String TOO_MANY_PROJECTED =
      "Number of projected NonKeyAttributes exceeds the per-table limit of "
          + ServiceQuotas.MAX_PROJECTED_ATTRIBUTES;

  private Messages() {}
}
