package io.larder.security.iam;

import io.larder.security.auth.Principal;
import io.larder.security.authorization.AccessDecisions;
import io.larder.security.identity.Group;
import io.larder.security.identity.Identities;
import io.larder.security.identity.ManagedPolicy;
import io.larder.security.identity.PolicyHolder;
import io.larder.security.identity.Role;
import io.larder.security.identity.User;
import io.larder.security.policy.AccessQuery;
import io.larder.security.policy.AttachedPolicy;
import io.larder.security.policy.ConditionContext;
import io.larder.security.policy.Decision;
import io.larder.security.policy.Evaluator;
import io.larder.security.policy.Explanation;
import io.larder.security.policy.Layer;
import io.larder.security.policy.MalformedPolicyException;
import io.larder.security.policy.Policy;
import io.larder.security.policy.PolicyKind;
import io.larder.security.policy.PolicySet;
import io.larder.security.query.Parameters;
import io.larder.security.query.QueryCall;
import io.larder.security.query.QueryException;
import io.larder.security.query.QueryOperation;
import io.larder.security.query.TextRule;
import io.larder.security.query.XmlWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What policies would come to, without anything being done. */
final class Simulation {
  private static final int MAX_LIST = 1000;

  /** Decisions of one call; a bound, since every action is tried on every resource. */
  private static final int MAX_RESULTS = 10_000;

  private static final TextRule ACTION = TextRule.length(3, 128);
  private static final TextRule RESOURCE = TextRule.length(1, 2048);
  private static final TextRule CONTEXT_KEY = TextRule.length(5, 256);
  private static final TextRule CONTEXT_VALUE = TextRule.length(0, 4096);

  private final Iam iam;
  private final AccessDecisions decisions;

  Simulation(Iam iam, AccessDecisions decisions) {
    this.iam = iam;
    this.decisions = decisions;
  }

  Map<String, QueryOperation> operations() {
    return Map.of(
        "SimulateCustomPolicy", this::custom,
        "SimulatePrincipalPolicy", this::principal);
  }

  private void custom(QueryCall call, XmlWriter xml) {
    Parameters in = call.parameters();
    iam.require(call);
    PolicySet all = PolicySet.EMPTY.with(Layer.IDENTITY, given(in, "PolicyInputList", "custom"));
    Principal who = caller(in, call.caller().account());
    simulate(
        in,
        all,
        who == null
            ? new Principal.User(
                call.caller().account(),
                "arn:aws:iam::" + call.caller().account() + ":user/simulated",
                "AIDASIMULATED",
                "simulated",
                null,
                null)
            : who,
        xml);
  }

  private void principal(QueryCall call, XmlWriter xml) {
    Parameters in = call.parameters();
    String arn = in.required("PolicySourceArn", Rules.ARN);
    iam.require(call, arn, Map.of());
    Identities identities = iam.identities();
    PolicyHolder holder =
        PolicyOperations.holders(iam.account(call))
            .filter(each -> each.arn().equals(arn))
            .findFirst()
            .orElseThrow(
                () ->
                    new QueryException("NoSuchEntity", 404, "Entity " + arn + " does not exist."));
    Principal who = principal(holder);
    PolicySet all =
        holder instanceof Group
            ? PolicySet.EMPTY.with(Layer.IDENTITY, attached(holder, identities))
            : decisions.policies(who);
    List<AttachedPolicy> identity = new ArrayList<>(all.policies(Layer.IDENTITY));
    identity.addAll(given(in, "PolicyInputList", "custom"));
    Principal other = caller(in, call.caller().account());
    simulate(in, all.with(Layer.IDENTITY, identity), other == null ? who : other, xml);
  }

  /** The one whose policies are tried, as if it called. */
  private static Principal principal(PolicyHolder holder) {
    return switch (holder) {
      case User user -> user.principal(null, null);
      case Role role ->
          new Principal.AssumedRole(
              role.account(),
              role.arn(),
              role.id(),
              role.name(),
              null,
              new Principal.Session(
                  "simulated",
                  Instant.EPOCH,
                  Instant.MAX,
                  Map.of(),
                  Set.of(),
                  List.of(),
                  null,
                  null));
      case Group group ->
          new Principal.User(group.account(), group.arn(), group.id(), group.name(), null, null);
    };
  }

  private static List<AttachedPolicy> attached(PolicyHolder holder, Identities identities) {
    List<AttachedPolicy> all = new ArrayList<>();
    holder
        .inlinePolicies()
        .forEach(
            (name, document) ->
                all.add(
                    AttachedPolicy.inline(Policy.load(document, PolicyKind.GROUP_INLINE), name)));
    for (String arn : holder.attachedPolicies()) {
      ManagedPolicy policy = identities.policy(arn);
      if (policy != null) {
        all.add(
            new AttachedPolicy(
                Policy.load(policy.document(), PolicyKind.MANAGED), policy.name(), arn));
      }
    }
    return all;
  }

  /** Who calls, if the call says it; else null. */
  private @Nullable Principal caller(Parameters in, String account) {
    String arn = in.optional("CallerArn", Rules.ARN);
    if (arn == null) {
      return null;
    }
    return iam.identities().account(account).users().values().stream()
        .filter(user -> user.arn().equals(arn))
        .findFirst()
        .map(user -> user.principal(null, null))
        .orElseThrow(() -> new QueryException("InvalidInput", 400, "Invalid CallerArn: " + arn));
  }

  private static List<AttachedPolicy> given(Parameters in, String list, String name) {
    List<AttachedPolicy> all = new ArrayList<>();
    for (String document : in.texts(list, MAX_LIST, Rules.DOCUMENT)) {
      all.add(
          AttachedPolicy.inline(
              parsed(document, PolicyKind.MANAGED), name + '.' + (all.size() + 1)));
    }
    return all;
  }

  private static Policy parsed(String document, PolicyKind kind) {
    try {
      return Policy.parse(document, kind);
    } catch (MalformedPolicyException e) {
      throw new QueryException("InvalidInput", 400, String.valueOf(e.getMessage()));
    }
  }

  private void simulate(Parameters in, PolicySet set, Principal who, XmlWriter xml) {
    PolicySet all = set;
    List<AttachedPolicy> boundary = given(in, "PermissionsBoundaryPolicyInputList", "boundary");
    if (!boundary.isEmpty()) {
      all = all.with(Layer.BOUNDARY, boundary);
    }
    String resourcePolicy = in.optional("ResourcePolicy", Rules.DOCUMENT);
    if (resourcePolicy != null) {
      all =
          all.with(
              Layer.RESOURCE,
              AttachedPolicy.inline(parsed(resourcePolicy, PolicyKind.RESOURCE), "resource"));
    }
    List<String> actions = in.texts("ActionNames", MAX_LIST, ACTION);
    if (actions.isEmpty()) {
      throw QueryException.validation(
          "1 validation error detected: Value null at 'actionNames' failed to satisfy constraint:"
              + " Member must not be null");
    }
    List<String> named = in.texts("ResourceArns", MAX_LIST, RESOURCE);
    List<String> resources = named.isEmpty() ? List.of("*") : named;
    if ((long) actions.size() * resources.size() > MAX_RESULTS) {
      throw new QueryException("InvalidInput", 400, "Too many actions and resources");
    }
    List<Trial> trials = new ArrayList<>();
    for (String action : actions) {
      for (String resource : resources) {
        trials.add(new Trial(trials.size(), action, resource));
      }
    }
    Map<String, List<String>> context = context(in);
    PolicySet tried = all;
    ConditionContext values = ConditionContext.of(context);
    Pages.write(
        in,
        xml,
        "EvaluationResults",
        trials,
        Trial::key,
        trial -> write(xml, trial, explain(tried, trial, who, values), tried));
  }

  /** An action that is tried on a resource. */
  private record Trial(int number, String action, String resource) {
    String key() {
      return String.format(Locale.ROOT, "%08d", number);
    }
  }

  private static Explanation explain(
      PolicySet all, Trial trial, Principal who, ConditionContext context) {
    return Evaluator.explain(all, new AccessQuery(trial.action(), trial.resource(), who, context));
  }

  private static Map<String, List<String>> context(Parameters in) {
    Map<String, List<String>> context = new HashMap<>();
    for (Parameters entry : in.structures("ContextEntries", MAX_LIST)) {
      context.put(
          entry.required("ContextKeyName", CONTEXT_KEY),
          entry.texts("ContextKeyValues", MAX_LIST, CONTEXT_VALUE));
    }
    return context;
  }

  private static void write(XmlWriter xml, Trial trial, Explanation explained, PolicySet all) {
    Decision decision = explained.decision();
    xml.text("EvalActionName", trial.action())
        .text("EvalResourceName", trial.resource())
        .text("EvalDecision", decision.outcome().evalDecision());
    xml.list(
        "MatchedStatements",
        explained.matched(),
        matched -> {
          Decision.Deciding statement = matched.statement();
          xml.text("SourcePolicyId", statement.policy().name())
              .text("SourcePolicyType", sourceType(matched));
          position(
              xml,
              "StartPosition",
              statement.position().startLine(),
              statement.position().startColumn());
          position(
              xml, "EndPosition", statement.position().endLine(), statement.position().endColumn());
        });
    xml.texts("MissingContextValues", explained.missingKeys());
    if (all.has(Layer.SERVICE_CONTROL)) {
      xml.element(
          "OrganizationsDecisionDetail",
          () -> xml.flag("AllowedByOrganizations", isAllowed(explained, Layer.SERVICE_CONTROL)));
    }
    if (all.has(Layer.BOUNDARY)) {
      xml.element(
          "PermissionsBoundaryDecisionDetail",
          () -> xml.flag("AllowedByPermissionsBoundary", isAllowed(explained, Layer.BOUNDARY)));
    }
  }

  private static String sourceType(Explanation.Matched matched) {
    if (matched.layer() == Layer.RESOURCE) {
      return "Resource Policy";
    }
    return matched.statement().policy().arn() == null ? "IAM Policy" : "IAM Managed Policy";
  }

  private static boolean isAllowed(Explanation explained, Layer layer) {
    return explained.outcome(layer) == Decision.Outcome.ALLOWED;
  }

  private static void position(XmlWriter xml, String name, int line, int column) {
    xml.element(name, () -> xml.number("Line", line).number("Column", column));
  }
}
