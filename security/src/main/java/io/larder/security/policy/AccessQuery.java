package io.larder.security.policy;

import io.larder.security.auth.Principal;

/**
 * May this caller do this to that?
 *
 * @param action such as {@code dynamodb:GetItem}
 * @param resource an ARN, or {@code *} for an action that is about none
 */
public record AccessQuery(String action, String resource, Caller caller, ConditionContext context) {
  /** A query about who has signed. */
  public AccessQuery(
      String action, String resource, Principal principal, ConditionContext context) {
    this(action, resource, new Caller.Signed(principal), context);
  }
}
