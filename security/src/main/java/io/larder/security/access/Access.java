package io.larder.security.access;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a request does, for which its caller needs permission.
 *
 * @param action such as {@code dynamodb:GetItem}
 * @param resource ARN of what it is done to; {@code *} for an action on nothing in particular
 * @param table name or ARN of the table that the resource is or belongs to; null if it is none
 * @param index the index of it; null if the table itself is meant
 * @param mentions made when a condition asks for them
 */
public record Access(
    String action,
    String resource,
    @Nullable String table,
    @Nullable String index,
    Supplier<Mentions> mentions) {

  /** An action on a stream, which may have a policy of its own. */
  static Access onStream(String action, String arn) {
    return new Access(action, arn, Arns.tableOfStream(arn), null, Mentions::new);
  }

  /** An action on what is no table, or on nothing in particular. */
  public static Access on(String action, String resource) {
    return new Access(action, resource, null, null, Mentions::new);
  }
}
