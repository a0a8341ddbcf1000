package io.larder.security.query;

import java.util.List;
import java.util.Map;

/** Decides whether callers may do what their calls ask for. May be asked several times a call. */
@FunctionalInterface
public interface QueryPermissions {
  /**
   * Returns if the caller may.
   *
   * @param action with the service before the colon: {@code iam:CreateUser}
   * @param resource ARN of what it is done to, or {@code *}
   * @param keys condition keys that this call fills, with their values; those that every call has
   *     are not among them
   * @throws QueryException AccessDenied, if the caller may not
   */
  void require(QueryCall call, String action, String resource, Map<String, List<String>> keys);
}
