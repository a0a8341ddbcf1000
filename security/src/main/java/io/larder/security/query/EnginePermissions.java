package io.larder.security.query;

import io.larder.security.authorization.AccessDecisions;
import io.larder.security.policy.Caller;
import io.larder.security.policy.ConditionContext;
import io.larder.security.policy.Decision;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Permissions by the policies of the caller. */
public final class EnginePermissions implements QueryPermissions {
  private final AccessDecisions decisions;

  public EnginePermissions(AccessDecisions decisions) {
    this.decisions = decisions;
  }

  @Override
  public void require(
      QueryCall call, String action, String resource, Map<String, List<String>> keys) {
    Decision decision =
        decisions.decide(
            new Caller.Signed(call.caller()),
            call.context(),
            action,
            resource,
            ConditionContext.of(keys),
            UnaryOperator.identity());
    if (!decision.isAllowed()) {
      throw QueryException.accessDenied(decision.denial(call.caller(), action, resource));
    }
  }
}
