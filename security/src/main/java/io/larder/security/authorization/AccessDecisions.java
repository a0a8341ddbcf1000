package io.larder.security.authorization;

import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import io.larder.security.policy.Caller;
import io.larder.security.policy.ConditionContext;
import io.larder.security.policy.Decision;
import io.larder.security.policy.PolicySet;
import java.util.function.UnaryOperator;

/** The engine that decides every other request, with the policies as they are at this moment. */
public interface AccessDecisions {
  /**
   * Whether a caller may do this to that.
   *
   * @param action with the service before the colon
   * @param own condition keys that this call fills; those that every call has are added
   * @param more adds policies to those of the caller
   */
  Decision decide(
      Caller caller,
      RequestContext context,
      String action,
      String resource,
      ConditionContext own,
      UnaryOperator<PolicySet> more);

  /** The policies that say what a caller may; those that bind everyone are among them. */
  PolicySet policies(Principal caller);
}
