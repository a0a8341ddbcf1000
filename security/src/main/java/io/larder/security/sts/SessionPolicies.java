package io.larder.security.sts;

import io.larder.security.identity.Identities;
import io.larder.security.identity.ManagedPolicy;
import io.larder.security.policy.MalformedPolicyException;
import io.larder.security.policy.Policy;
import io.larder.security.policy.PolicyKind;
import io.larder.security.query.QueryException;
import java.util.ArrayList;
import java.util.List;

/** The policies that are passed to a session. */
final class SessionPolicies {
  private SessionPolicies() {}

  /**
   * The documents of a session's policies, as they are at this moment.
   *
   * @param account whose managed policies may be passed
   */
  static List<String> documents(SessionWish wish, String account, Identities identities) {
    List<String> documents = new ArrayList<>();
    String passed = wish.policy();
    if (passed != null) {
      try {
        Policy.parse(passed, PolicyKind.SESSION);
      } catch (MalformedPolicyException e) {
        throw new QueryException(
            e.isTooLarge() ? "PackedPolicyTooLarge" : "MalformedPolicyDocument",
            400,
            String.valueOf(e.getMessage()));
      }
      documents.add(passed);
    }
    for (String arn : wish.policyArns()) {
      ManagedPolicy policy = identities.policy(arn);
      if (policy == null || !(policy.isBuiltIn() || policy.account().equals(account))) {
        throw QueryException.validation("The policy " + arn + " does not exist.");
      }
      documents.add(policy.document());
    }
    return documents;
  }
}
