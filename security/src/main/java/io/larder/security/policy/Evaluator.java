package io.larder.security.policy;

import io.larder.security.auth.Principal;
import io.larder.security.policy.Condition.Verdict;
import io.larder.security.policy.Decision.Deciding;
import io.larder.security.policy.Decision.Outcome;
import io.larder.security.policy.PolicySet.Rule;
import io.larder.security.policy.PolicySet.Rules;
import io.larder.security.policy.PrincipalElement.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides queries as IAM does. A denial in any layer is final. Then each layer that is there must
 * allow; only a resource's policy that names the caller itself spares it the silence of its own
 * account's.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
public final class Evaluator {
  private static final Logger LOG = LoggerFactory.getLogger(Evaluator.class);
  private static final List<Layer> LAYERS = List.of(Layer.values());

  /** Bind everybody, whoever grants. */
  private static final List<Layer> GUARDS =
      List.of(Layer.SERVICE_CONTROL, Layer.RESOURCE_CONTROL, Layer.ENDPOINT);

  /** Bind what is granted to others than the caller itself. */
  private static final List<Layer> LIMITS = List.of(Layer.BOUNDARY, Layer.SESSION);

  private static final int ACCOUNT_DIGITS = 12;

  private final PolicySet policies;
  private final AccessQuery query;
  private final boolean isAtBest;
  private final boolean isCrossAccount;
  private boolean isConditional;

  private Evaluator(PolicySet policies, AccessQuery query, boolean isAtBest) {
    this.policies = policies;
    this.query = query;
    this.isAtBest = isAtBest;
    this.isCrossAccount = isCrossAccount(query);
  }

  /** Decides a query. What goes wrong meanwhile denies. */
  public static Decision decide(PolicySet policies, AccessQuery query) {
    return decide(policies, query, false);
  }

  /**
   * Decides a query of which it is not known what it says of items: whatever conditions ask about
   * that is taken to be in the caller's favour. Who is denied so may do nothing of the kind.
   */
  public static Decision atBest(PolicySet policies, AccessQuery query) {
    return decide(policies, query, true);
  }

  private static Decision decide(PolicySet policies, AccessQuery query, boolean isAtBest) {
    try {
      return new Evaluator(policies, query, isAtBest).decide();
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

  /** Decides a query and says what had a part in it. Takes longer. */
  public static Explanation explain(PolicySet policies, AccessQuery query) {
    var evaluator = new Evaluator(policies, query, false);
    return new Explanation(
        decide(policies, query), evaluator.matched(), List.copyOf(evaluator.missingKeys()));
  }

  private static boolean isCrossAccount(AccessQuery query) {
    if (!(query.caller() instanceof Caller.Signed(Principal principal))) {
      return false;
    }
    // The account is the fifth part of an ARN. What names none belongs to every account.
    String resource = query.resource();
    int start = 0;
    for (int i = 0; i < 4; i++) {
      start = resource.indexOf(':', start) + 1;
      if (start == 0) {
        return false;
      }
    }
    return resource.indexOf(':', start) == start + ACCOUNT_DIGITS
        && !resource.startsWith(principal.account(), start);
  }

  private Decision decide() {
    for (Layer layer : LAYERS) {
      Rules rules = policies.rules(layer);
      Rule denying = rules == null ? null : first(rules.denies());
      if (denying != null) {
        return decision(Outcome.EXPLICITLY_DENIED, layer, denying);
      }
    }
    Layer silent = silent(GUARDS);
    if (silent != null) {
      return silence(silent);
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
        !isCrossAccount && (grant.named == Named.ROLE || (!isTrust && grant.named == Named.ANYONE));
    Rule allowing = isGranted ? grant.rule : null;
    if (!isGranted && !isRoot()) {
      allowing = allow(Layer.IDENTITY);
      if (allowing == null) {
        return silence(Layer.IDENTITY);
      }
    }
    Layer silent = silent(LIMITS);
    return silent == null ? decision(Outcome.ALLOWED, null, allowing) : silence(silent);
  }

  private boolean isRoot() {
    return query.caller() instanceof Caller.Signed(Principal.Root _);
  }

  /** The first layer that is there and does not allow; null if all do. */
  private @Nullable Layer silent(List<Layer> layers) {
    for (Layer layer : layers) {
      if (policies.has(layer) && allow(layer) == null) {
        return layer;
      }
    }
    return null;
  }

  private @Nullable Rule allow(Layer layer) {
    Rules rules = policies.rules(layer);
    return rules == null ? null : first(rules.allows());
  }

  private @Nullable Rule first(List<Rule> rules) {
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      if (names(rule) != Named.NOT && applies(rule)) {
        return rule;
      }
    }
    return null;
  }

  /** How a policy lets the caller in. */
  private record Grant(Named named, @Nullable Rule rule) {
    static final Grant NONE = new Grant(Named.NOT, null);
  }

  /** The statement that lets the caller in most freely of those that allow. */
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
    isConditional |= rule.isConditional();
    if (!statement.resources().matches(query.resource(), query.context())) {
      return false;
    }
    Verdict verdict = Verdict.TRUE;
    for (Condition condition : statement.conditions()) {
      verdict =
          verdict.and(
              isAtBest && condition.isAboutItems()
                  ? Verdict.of(statement.effect() == Effect.ALLOW)
                  : condition.test(query.context()));
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
    return new Decision(
        outcome, layer, rule == null ? null : deciding(rule), isConditional, isCrossAccount);
  }

  private static Deciding deciding(Rule rule) {
    return new Deciding(rule.policy(), rule.statement().sid(), rule.statement().position());
  }

  private List<Explanation.Matched> matched() {
    List<Explanation.Matched> matched = new ArrayList<>();
    for (Layer layer : LAYERS) {
      for (Rule rule : rules(layer)) {
        if (names(rule) != Named.NOT && applies(rule)) {
          matched.add(new Explanation.Matched(layer, rule.statement().effect(), deciding(rule)));
        }
      }
    }
    return List.copyOf(matched);
  }

  /** What statements ask for that are about the query otherwise, and the request does not have. */
  private Set<String> missingKeys() {
    Set<String> keys = new TreeSet<>();
    for (Layer layer : LAYERS) {
      for (Rule rule : rules(layer)) {
        Statement statement = rule.statement();
        if (names(rule) != Named.NOT
            && statement.actions().matches(query.action(), query.context())) {
          statement.addKeysTo(keys);
        }
      }
    }
    keys.removeIf(
        key -> {
          List<String> values = query.context().values(key);
          return values != null && !values.isEmpty();
        });
    return keys;
  }

  private List<Rule> rules(Layer layer) {
    Rules rules = policies.rules(layer);
    if (rules == null) {
      return List.of();
    }
    List<Rule> all = new ArrayList<>(rules.denies());
    all.addAll(rules.allows());
    return all;
  }
}
