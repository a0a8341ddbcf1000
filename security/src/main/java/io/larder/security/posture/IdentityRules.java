package io.larder.security.posture;

import io.larder.security.auth.Principal;
import io.larder.security.identity.AccessKey;
import io.larder.security.identity.Account;
import io.larder.security.identity.Identities;
import io.larder.security.identity.ManagedPolicy;
import io.larder.security.identity.PolicyHolder;
import io.larder.security.identity.User;
import io.larder.security.policy.AccessQuery;
import io.larder.security.policy.AttachedPolicy;
import io.larder.security.policy.ConditionContext;
import io.larder.security.policy.Evaluator;
import io.larder.security.policy.Layer;
import io.larder.security.policy.MalformedPolicyException;
import io.larder.security.policy.Policy;
import io.larder.security.policy.PolicyKind;
import io.larder.security.policy.PolicySet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules about users, keys and policies. */
final class IdentityRules {
  private static final Duration MAX_AGE = Duration.ofDays(90);

  /** Whatever allows these allows everything, for no service has them. */
  private static final String INVENTED = "AnInventedAction";

  private static final String ANY_RESOURCE = "arn:aws:invented:::anything";
  private static final String ANY_TABLE = "arn:aws:dynamodb:us-east-1::table/AnInventedTable";

  private final Identities identities;
  private final Function<String, @Nullable Instant> lastUsed;
  private final Instant now;
  private final List<Finding> findings = new ArrayList<>();

  private IdentityRules(
      Identities identities, Function<String, @Nullable Instant> lastUsed, Instant now) {
    this.identities = identities;
    this.lastUsed = lastUsed;
    this.now = now;
  }

  /**
   * What the rules say of all identities.
   *
   * @param lastUsed when a key was used last, by its id; null if nobody knows of a use
   */
  static List<Finding> check(
      Identities identities, Function<String, @Nullable Instant> lastUsed, Instant now) {
    var rules = new IdentityRules(identities, lastUsed, now);
    identities.accessKeys().values().stream()
        .filter(AccessKey::active)
        .sorted(Comparator.comparing(AccessKey::id))
        .forEach(rules::checkKey);
    identities.accounts().values().stream()
        .sorted(Comparator.comparing(Account::id))
        .forEach(rules::checkAccount);
    return rules.findings;
  }

  private void checkKey(AccessKey key) {
    String name = key.userName() + "/" + key.id();
    findings.add(Rule.ACCESS_KEYS_ROTATED.finding(name, isRecent(key.created())));
    Instant used = lastUsed.apply(key.id());
    findings.add(
        Rule.IAM_USER_UNUSED_CREDENTIALS_CHECK.finding(
            name, isRecent(used == null ? key.created() : used)));
  }

  private boolean isRecent(Instant moment) {
    return !moment.isBefore(now.minus(MAX_AGE));
  }

  private void checkAccount(Account account) {
    List<PolicyHolder> holders =
        Stream.of(account.users(), account.groups(), account.roles())
            .flatMap(each -> each.values().stream())
            .map(PolicyHolder.class::cast)
            .sorted(Comparator.comparing(PolicyHolder::arn))
            .toList();
    Set<String> attached = new HashSet<>();
    for (PolicyHolder holder : holders) {
      attached.addAll(holder.attachedPolicies());
      holder
          .inlinePolicies()
          .forEach(
              (name, document) ->
                  checkPolicy(
                      holder.arn() + "/" + name, document, PolicyKind.ROLE_INLINE, account.id()));
      if (holder instanceof User user) {
        findings.add(
            Rule.IAM_USER_NO_POLICIES_CHECK.finding(
                user.arn(), user.inlinePolicies().isEmpty() && user.attachedPolicies().isEmpty()));
      }
    }
    account.policies().values().forEach(policy -> attached.add(policy.arn()));
    for (String arn : attached.stream().sorted().toList()) {
      ManagedPolicy policy = identities.policy(arn);
      if (policy != null) {
        checkPolicy(arn, policy.document(), PolicyKind.MANAGED, account.id());
      }
    }
  }

  private void checkPolicy(String name, String document, PolicyKind kind, String account) {
    @Nullable PolicySet policies = alone(name, document, kind);
    for (Rule rule :
        List.of(
            Rule.IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS,
            Rule.IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS)) {
      boolean isAll = rule == Rule.IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS;
      findings.add(
          policies == null
              ? rule.finding(name, Compliance.INSUFFICIENT_DATA, "the policy cannot be read")
              : rule.finding(
                  name,
                  !(isAll
                      ? allows(policies, "invented:" + INVENTED, ANY_RESOURCE, account)
                      : allows(policies, "dynamodb:" + INVENTED, ANY_TABLE, account))));
    }
  }

  private static @Nullable PolicySet alone(String name, String document, PolicyKind kind) {
    try {
      return PolicySet.EMPTY.with(
          Layer.IDENTITY, AttachedPolicy.inline(Policy.parse(document, kind), name));
    } catch (MalformedPolicyException _) {
      return null;
    }
  }

  private static boolean allows(
      PolicySet policies, String action, String resource, String account) {
    return Evaluator.decide(
            policies,
            new AccessQuery(
                action,
                resource,
                new Principal.User(
                    account, "arn:aws:iam::" + account + ":user/any", "AIDAANY", "any", null, null),
                ConditionContext.EMPTY))
        .isAllowed();
  }
}
