package io.larder.security.policy;

import io.larder.security.auth.Principal;
import io.larder.security.policy.Decision.Deciding;
import io.larder.security.policy.Decision.Outcome;
import io.larder.security.policy.PolicySet.Rule;
import io.larder.security.policy.PolicySet.Rules;
import io.larder.security.policy.PrincipalElement.Named;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides queries as IAM does. A denial in any layer is final. Then each layer that is there must
 * allow; only a resource's policy that names the caller itself spares it its own account's silence.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
public final class Evaluator {
  private static final Logger LOG = LoggerFactory.getLogger(Evaluator.class);
  private static final Layer[] LAYERS = Layer.values();

  private final PolicySet policies;
  private final AccessQuery query;
  private final boolean isCrossAccount;
  private boolean isConditional;

  private Evaluator(PolicySet policies, AccessQuery query) {
    this.policies = policies;
    this.query = query;
    this.isCrossAccount = isCrossAccount(query);
  }

  /** Decides a query. What goes wrong meanwhile denies. */
  public static Decision decide(PolicySet policies, AccessQuery query) {
    try {
      return new Evaluator(policies, query).decide();
    } catch (RuntimeException e) {
      LOG.atError()
          .setMessage("A policy could not be evaluated")
          .addKeyValue("action", query.action())
          .addKeyValue("resource", query.resource())
          .setCause(e)
          .log();
      return new Decision(Outcome.EXPLICITLY_DENIED, Layer.IDENTITY, null, true, false);
    }
  }

  private static boolean isCrossAccount(AccessQuery query) {
    if (!(query.caller() instanceof Caller.Signed(Principal principal))) {
      return false;
    }
    String owner = account(query.resource());
    return !owner.isEmpty() && !owner.equals(principal.account());
  }

  /** Account that an ARN names; empty if it names none. */
  private static String account(String arn) {
    int start = 0;
    for (int i = 0; i < 4; i++) {
      start = arn.indexOf(':', start) + 1;
      if (start == 0) {
        return "";
      }
    }
    int end = arn.indexOf(':', start);
    return end < 0 ? "" : arn.substring(start, end);
  }

  private Decision decide() {
    for (Layer layer : LAYERS) {
      Rules rules = policies.rules(layer);
      if (rules != null) {
        for (Rule rule : rules.denies()) {
          if (names(rule) != Named.NOT && applies(rule)) {
            return decision(Outcome.EXPLICITLY_DENIED, layer, rule);
          }
        }
      }
    }
    for (Layer layer :
        new Layer[] {Layer.SERVICE_CONTROL, Layer.RESOURCE_CONTROL, Layer.ENDPOINT}) {
      if (isSilent(layer)) {
        return silence(layer);
      }
    }
    return query.caller() instanceof Caller.Signed(Principal.Unverified _)
        ? silence(Layer.IDENTITY)
        : decideGrants();
  }

  /** What those say that grant: the resource's own policy, and the caller's. */
  private Decision decideGrants() {
    boolean isTrust = policies.has(Layer.TRUST);
    Layer granting = isTrust ? Layer.TRUST : Layer.RESOURCE;
    Grant grant = grant(policies.rules(granting));
    if (query.caller() instanceof Caller.Federated) {
      return grant.named == Named.NOT || !isTrust
          ? silence(granting)
          : decision(Outcome.ALLOWED, null, grant.rule);
    }
    if (grant.named == Named.NOT && (isTrust || isCrossAccount)) {
      return silence(granting);
    }
    if (grant.named == Named.SELF && !isCrossAccount) {
      return decision(Outcome.ALLOWED, null, grant.rule);
    }
    // A resource that names everyone or the role grants in the account's stead; one that names the
    // account leaves it to the account whom of its own it lets in. Roles are always left to it,
    // unless they name the caller's.
    boolean isGranted =
        !isCrossAccount && (grant.named == Named.ROLE || !isTrust && grant.named == Named.ANYONE);
    Rule allowing = isGranted ? grant.rule : null;
    if (!isGranted && !isRoot()) {
      allowing = allow(policies.rules(Layer.IDENTITY));
      if (allowing == null) {
        return silence(Layer.IDENTITY);
      }
    }
    for (Layer layer : new Layer[] {Layer.BOUNDARY, Layer.SESSION}) {
      if (isSilent(layer)) {
        return silence(layer);
      }
    }
    return decision(Outcome.ALLOWED, null, allowing);
  }

  private boolean isRoot() {
    return query.caller() instanceof Caller.Signed(Principal.Root _);
  }

  private boolean isSilent(Layer layer) {
    Rules rules = policies.rules(layer);
    return rules != null && allow(rules) == null;
  }

  private @Nullable Rule allow(@Nullable Rules rules) {
    if (rules != null) {
      for (Rule rule : rules.allows()) {
        if (names(rule) != Named.NOT && applies(rule)) {
          return rule;
        }
      }
    }
    return null;
  }

  /** How a policy lets the caller in. */
  private record Grant(Named named, @Nullable Rule rule) {
    static final Grant NONE = new Grant(Named.NOT, null);
  }

  /** The statement that names the caller most closely of those that allow. */
  private Grant grant(@Nullable Rules rules) {
    Grant best = Grant.NONE;
    if (rules != null) {
      for (Rule rule : rules.allows()) {
        Named named = names(rule);
        if (named.compareTo(best.named) > 0 && applies(rule)) {
          best = new Grant(named, rule);
        }
      }
    }
    return best;
  }

  private Named names(Rule rule) {
    PrincipalElement principals = rule.statement().principals();
    return principals == null ? Named.ANYONE : principals.names(query.caller());
  }

  private boolean applies(Rule rule) {
    Statement statement = rule.statement();
    if (!statement.actions().matches(query.action(), query.context())) {
      return false;
    }
    isConditional |= statement.isConditional();
    if (!statement.resources().matches(query.resource(), query.context())) {
      return false;
    }
    Verdict verdict = Verdict.TRUE;
    for (Condition condition : statement.conditions()) {
      verdict = verdict.and(condition.test(query.context()));
      if (verdict == Verdict.FALSE) {
        return false;
      }
    }
    return verdict.applies(statement.effect());
  }

  private Decision silence(Layer layer) {
    return decision(Outcome.IMPLICITLY_DENIED, layer, null);
  }

  private Decision decision(Outcome outcome, @Nullable Layer layer, @Nullable Rule rule) {
    Deciding deciding =
        rule == null
            ? null
            : new Deciding(rule.policy(), rule.statement().sid(), rule.statement().position());
    return new Decision(outcome, layer, deciding, isConditional, isCrossAccount);
  }
}
