package io.larder.security.sts;

import io.larder.security.auth.Principal;
import io.larder.security.authorization.AccessDecisions;
import io.larder.security.identity.Role;
import io.larder.security.policy.AttachedPolicy;
import io.larder.security.policy.Caller;
import io.larder.security.policy.ConditionContext;
import io.larder.security.policy.Decision;
import io.larder.security.policy.Layer;
import io.larder.security.policy.Policy;
import io.larder.security.policy.PolicyKind;
import io.larder.security.query.QueryCall;
import io.larder.security.query.QueryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decides who may have a session of a role: the role's trust policy and the caller's own. */
public final class StsPermissions {
  private final AccessDecisions decisions;

  public StsPermissions(AccessDecisions decisions) {
    this.decisions = decisions;
  }

  /** Requires that a caller may assume a role as it wishes. */
  void requireRole(QueryCall call, Role role, SessionWish wish) {
    for (String action : actions("sts:AssumeRole", wish)) {
      Decision decision =
          decide(new Caller.Signed(call.caller()), call, action, role, keys(role, wish));
      if (!decision.isAllowed()) {
        // The role's policy is the role's: a caller is told no more than of a role that is not.
        throw denied(call.caller(), action, role.arn());
      }
    }
  }

  /** Requires that whoever a provider vouches for may assume a role. */
  void requireRole(QueryCall call, Principal.Federation federation, Role role, SessionWish wish) {
    Map<String, List<String>> keys = keys(role, wish);
    keys.putAll(federation.claims());
    keys.put("aws:FederatedProvider", List.of(federation.provider()));
    var caller = new Caller.Federated(federation.provider());
    for (String action : actions("sts:AssumeRoleWithWebIdentity", wish)) {
      if (!decide(caller, call, action, role, keys).isAllowed()) {
        throw webIdentityDenied();
      }
    }
  }

  private Decision decide(
      Caller caller, QueryCall call, String action, Role role, Map<String, List<String>> keys) {
    return decisions.decide(
        caller,
        call.context(),
        action,
        role.arn(),
        ConditionContext.of(keys),
        policies -> policies.with(Layer.TRUST, trust(role)));
  }

  private static AttachedPolicy trust(Role role) {
    return AttachedPolicy.inline(
        Policy.load(role.trustPolicy(), PolicyKind.TRUST), "the role trust policy");
  }

  private static List<String> actions(String action, SessionWish wish) {
    List<String> actions = new ArrayList<>();
    actions.add(action);
    if (!wish.tags().isEmpty()) {
      actions.add("sts:TagSession");
    }
    if (wish.sourceIdentity() != null) {
      actions.add("sts:SetSourceIdentity");
    }
    return actions;
  }

  private static Map<String, List<String>> keys(Role role, SessionWish wish) {
    Map<String, List<String>> keys = new HashMap<>(wish.keys());
    role.tags()
        .forEach(
            (key, value) -> {
              keys.put("aws:ResourceTag/" + key, List.of(value));
              keys.put("iam:ResourceTag/" + key, List.of(value));
            });
    return keys;
  }

  static QueryException denied(Principal caller, String action, String roleArn) {
    return QueryException.accessDenied(
        "User: "
            + caller.arn()
            + " is not authorized to perform: "
            + action
            + " on resource: "
            + roleArn);
  }

  static QueryException webIdentityDenied() {
    return QueryException.accessDenied("Not authorized to perform sts:AssumeRoleWithWebIdentity");
  }
}
