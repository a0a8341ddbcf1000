package io.larder.security.policy;

import io.larder.security.policy.PolicyJson.Text;
import io.larder.security.policy.Statement.Scope;
import io.larder.security.policy.StatementDraft.ConditionDraft;
import io.larder.security.policy.StatementDraft.Patterns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Holds documents against the rules of the language, in the order in which IAM does: of several
 * faults it tells the first.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">Grammar
 *     of the IAM JSON policy language</a>
 */
final class PolicyReader {
  private static final Set<String> ELEMENTS = Set.of("Version", "Id", "Statement");

  private final PolicyKind kind;
  private final boolean hasVariables;
  private final List<StatementDraft> drafts;

  private PolicyReader(PolicyKind kind, boolean hasVariables, List<StatementDraft> drafts) {
    this.kind = kind;
    this.hasVariables = hasVariables;
    this.drafts = drafts;
  }

  /**
   * The statements of a document.
   *
   * @throws MalformedPolicyException if it is none of this kind
   */
  static List<Statement> read(String json, PolicyKind kind) {
    if (!json.chars().allMatch(PolicyReader::isAllowed)) {
      throw PolicyJson.syntax();
    }
    Map<String, PolicyJson> document = StatementDraft.members(PolicyJson.read(json)).values();
    if (!ELEMENTS.containsAll(document.keySet())) {
      throw PolicyJson.syntax();
    }
    if (document.containsKey("Id")) {
      StatementDraft.text(document.get("Id"));
    }
    boolean isCurrent = isCurrent(document.get("Version"));
    List<StatementDraft> drafts =
        StatementDraft.values(document.get("Statement")).stream()
            .map(StatementDraft::read)
            .toList();
    if (drafts.isEmpty()) {
      throw PolicyJson.syntax();
    }
    if (kind == PolicyKind.MANAGED && !isCurrent) {
      throw new MalformedPolicyException("Policy document must be version 2012-10-17 or greater.");
    }
    return new PolicyReader(kind, isCurrent, drafts).statements();
  }

  private static boolean isAllowed(int c) {
    return c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c <= 0xFF);
  }

  /** Whether the document is of the version that has variables. */
  private static boolean isCurrent(@Nullable PolicyJson version) {
    if (version == null) {
      return false;
    }
    return switch (StatementDraft.text(version)) {
      case "2012-10-17" -> true;
      case "2008-10-17" -> false;
      default -> throw PolicyJson.syntax();
    };
  }

  private List<Statement> statements() {
    List<@Nullable PrincipalElement> principals = new ArrayList<>();
    drafts.forEach(draft -> principals.add(principals(draft)));
    List<List<Condition>> conditions =
        drafts.stream()
            .map(draft -> draft.conditions().stream().map(this::condition).toList())
            .toList();
    checkSids();
    drafts.forEach(this::checkScopes);
    List<Scope> resources = drafts.stream().map(this::resources).toList();
    List<Scope> actions = drafts.stream().map(this::actions).toList();
    return IntStream.range(0, drafts.size())
        .mapToObj(
            i ->
                new Statement(
                    drafts.get(i).sid(),
                    effect(drafts.get(i)),
                    principals.get(i),
                    actions.get(i),
                    resources.get(i),
                    conditions.get(i),
                    drafts.get(i).position()))
        .toList();
  }

  private static Effect effect(StatementDraft draft) {
    return switch (draft.effect()) {
      case "Allow" -> Effect.ALLOW;
      case "Deny" -> Effect.DENY;
      default -> throw legacy();
    };
  }

  static MalformedPolicyException legacy() {
    return new MalformedPolicyException("The policy failed legacy parsing");
  }

  private Condition condition(ConditionDraft draft) {
    if (draft.key().indexOf(':') <= 0) {
      throw new MalformedPolicyException(ActionPattern.NO_VENDOR);
    }
    return Condition.of(draft.operator(), draft.key(), draft.values(), hasVariables);
  }

  private void checkSids() {
    Set<String> sids = new HashSet<>();
    for (StatementDraft draft : drafts) {
      String sid = draft.sid();
      if (sid == null || sid.isEmpty()) {
        continue;
      }
      if (!kind.hasFreeSids() && !sid.chars().allMatch(PolicyReader::isAlphanumeric)) {
        throw new MalformedPolicyException(
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular"
                + " expression [0-9A-Za-z]*");
      }
      if (!sids.add(sid)) {
        throw new MalformedPolicyException(
            "Statement IDs (SID) in a single policy must be unique.");
      }
    }
  }

  private static boolean isAlphanumeric(int c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  private void checkScopes(StatementDraft draft) {
    if (draft.actions().texts().isEmpty()) {
      throw new MalformedPolicyException("Policy statement must contain actions.");
    }
    if (kind.namesResources()) {
      if (draft.resources().texts().isEmpty()) {
        throw new MalformedPolicyException("Policy statement must contain resources.");
      }
      return;
    }
    for (String element : List.of("Resource", "NotResource")) {
      if (draft.elements().contains(element)) {
        throw new MalformedPolicyException("Has prohibited field " + element);
      }
    }
  }

  private @Nullable PrincipalElement principals(StatementDraft draft) {
    // Here too: the effect is what is looked at first.
    Effect effect = effect(draft);
    PolicyJson principal = draft.principal();
    if (!kind.namesPrincipals()) {
      if (principal != null) {
        throw new MalformedPolicyException("Policy document should not specify a principal.");
      }
      return null;
    }
    if (principal == null) {
      throw new MalformedPolicyException("Missing required field Principal");
    }
    boolean isInverted = draft.elements().contains("NotPrincipal");
    if (isInverted && effect == Effect.ALLOW) {
      throw new MalformedPolicyException("Allow with NotPrincipal is not supported.");
    }
    if (principal instanceof Text(String name)) {
      if (!name.equals("*")) {
        throw new MalformedPolicyException("Invalid principal in policy");
      }
      return PrincipalElement.of(Map.of("AWS", List.of("*")), isInverted);
    }
    Map<String, List<String>> named = new LinkedHashMap<>();
    StatementDraft.members(principal)
        .values()
        .forEach((key, value) -> named.put(key, StatementDraft.texts(value)));
    if (named.values().stream().allMatch(List::isEmpty)) {
      throw new MalformedPolicyException("Invalid principal in policy");
    }
    return PrincipalElement.of(named, isInverted);
  }

  private Scope actions(StatementDraft draft) {
    Scope scope = scope(draft.actions(), ActionPattern::parse);
    if (kind == PolicyKind.TRUST
        && !scope.patterns().stream()
            .allMatch(pattern -> ((ActionPattern) pattern).vendor().equals("sts"))) {
      throw new MalformedPolicyException("Trust policies can only hold actions of sts.");
    }
    return scope;
  }

  private Scope resources(StatementDraft draft) {
    return kind.namesResources()
        ? scope(draft.resources(), text -> ArnPattern.resource(text, hasVariables))
        : Scope.ALL;
  }

  private static Scope scope(Patterns patterns, Function<String, Pattern> parse) {
    return new Scope(patterns.texts().stream().map(parse).toList(), patterns.isInverted());
  }
}
