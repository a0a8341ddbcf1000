package io.larder.security.policy;

import io.larder.security.policy.PolicyJson.Array;
import io.larder.security.policy.PolicyJson.Members;
import io.larder.security.policy.PolicyJson.Text;
import io.larder.security.policy.Statement.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the grammar of documents.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">Grammar
 *     of the IAM JSON policy language</a>
 */
final class PolicyReader {
  private static final Set<String> ELEMENTS = Set.of("Version", "Id", "Statement");
  private static final Set<String> STATEMENT_ELEMENTS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  private final PolicyKind kind;
  private final boolean hasVariables;

  private PolicyReader(PolicyKind kind, boolean hasVariables) {
    this.kind = kind;
    this.hasVariables = hasVariables;
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
    Map<String, PolicyJson> document = members(PolicyJson.read(json)).values();
    if (!ELEMENTS.containsAll(document.keySet())) {
      throw PolicyJson.syntax();
    }
    if (document.containsKey("Id")) {
      text(document.get("Id"));
    }
    var reader = new PolicyReader(kind, hasVariables(document.get("Version")));
    List<Statement> statements = new ArrayList<>();
    for (PolicyJson statement : values(document.get("Statement"))) {
      statements.add(reader.statement(members(statement)));
    }
    if (statements.isEmpty()) {
      throw PolicyJson.syntax();
    }
    Set<String> sids = new HashSet<>();
    for (Statement statement : statements) {
      if (statement.sid() != null && !statement.sid().isEmpty() && !sids.add(statement.sid())) {
        throw new MalformedPolicyException(
            "Statement IDs (SID) in a single policy must be unique.");
      }
    }
    return statements;
  }

  private static boolean isAllowed(int c) {
    return c == '\t' || c == '\n' || c == '\r' || c >= ' ' && c <= 0xFF;
  }

  private static boolean hasVariables(@Nullable PolicyJson version) {
    if (version == null) {
      return false;
    }
    return switch (text(version)) {
      case "2012-10-17" -> true;
      case "2008-10-17" -> false;
      default -> throw PolicyJson.syntax();
    };
  }

  private Statement statement(Members members) {
    Map<String, PolicyJson> elements = members.values();
    if (!STATEMENT_ELEMENTS.containsAll(elements.keySet())) {
      throw PolicyJson.syntax();
    }
    Effect effect =
        switch (text(elements.get("Effect"))) {
          case "Allow" -> Effect.ALLOW;
          case "Deny" -> Effect.DENY;
          default -> throw PolicyJson.syntax();
        };
    return new Statement(
        sid(elements.get("Sid")),
        effect,
        principals(elements, effect),
        actions(elements),
        resources(elements),
        conditions(elements.get("Condition")),
        members.position());
  }

  private @Nullable String sid(@Nullable PolicyJson sid) {
    if (sid == null) {
      return null;
    }
    String text = text(sid);
    if (!kind.hasFreeSids() && !text.chars().allMatch(PolicyReader::isAlphanumeric)) {
      throw new MalformedPolicyException(
          "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular"
              + " expression [0-9A-Za-z]*");
    }
    return text;
  }

  private static boolean isAlphanumeric(int c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  private @Nullable PrincipalElement principals(Map<String, PolicyJson> elements, Effect effect) {
    boolean isInverted = elements.containsKey("NotPrincipal");
    PolicyJson principal = one(elements, "Principal", "NotPrincipal");
    if (!kind.namesPrincipals()) {
      if (principal != null) {
        throw new MalformedPolicyException("Policy document should not specify a principal.");
      }
      return null;
    }
    if (principal == null) {
      throw new MalformedPolicyException("Missing required field Principal");
    }
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
    members(principal).values().forEach((key, value) -> named.put(key, texts(value)));
    if (named.values().stream().allMatch(List::isEmpty)) {
      throw new MalformedPolicyException("Invalid principal in policy");
    }
    return PrincipalElement.of(named, isInverted);
  }

  private Scope actions(Map<String, PolicyJson> elements) {
    Scope scope = scope(elements, "Action", "NotAction", ActionPattern::parse);
    if (scope == null) {
      throw new MalformedPolicyException("Policy statement must contain actions.");
    }
    if (kind == PolicyKind.TRUST
        && !scope.patterns().stream()
            .allMatch(pattern -> ((ActionPattern) pattern).vendor().equals("sts"))) {
      throw new MalformedPolicyException("Trust policies can only hold actions of sts.");
    }
    return scope;
  }

  private Scope resources(Map<String, PolicyJson> elements) {
    if (!kind.namesResources()) {
      for (String name : List.of("Resource", "NotResource")) {
        if (elements.containsKey(name)) {
          throw new MalformedPolicyException("Has prohibited field " + name);
        }
      }
      return Scope.ALL;
    }
    Scope scope =
        scope(elements, "Resource", "NotResource", text -> ArnPattern.resource(text, hasVariables));
    if (scope == null) {
      throw new MalformedPolicyException("Policy statement must contain resources.");
    }
    return scope;
  }

  /** What the statement is about; null if it does not say. */
  private static @Nullable Scope scope(
      Map<String, PolicyJson> elements,
      String name,
      String inverted,
      Function<String, Pattern> parse) {
    PolicyJson element = one(elements, name, inverted);
    List<String> texts = element == null ? List.of() : texts(element);
    return texts.isEmpty()
        ? null
        : new Scope(texts.stream().map(parse).toList(), elements.containsKey(inverted));
  }

  private List<Condition> conditions(@Nullable PolicyJson element) {
    List<Condition> conditions = new ArrayList<>();
    if (element != null) {
      members(element)
          .values()
          .forEach(
              (operator, keys) ->
                  members(keys)
                      .values()
                      .forEach(
                          (key, values) ->
                              conditions.add(condition(operator, key, texts(values)))));
    }
    return conditions;
  }

  private Condition condition(String name, String key, List<String> values) {
    if (key.indexOf(':') <= 0) {
      throw new MalformedPolicyException(
          "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
    }
    if (name.equals("Null")) {
      Set<Boolean> wanted = new HashSet<>();
      for (String value : values) {
        Boolean truth = Typed.truth(value);
        if (truth == null) {
          throw PolicyJson.syntax();
        }
        wanted.add(truth);
      }
      return new Condition.Null(Wildcard.lower(key), wanted);
    }
    Condition.Quantifier quantifier = Condition.Quantifier.of(name);
    String rest = name.substring(quantifier.prefix().length());
    boolean ifExists = rest.endsWith("IfExists");
    Operator operator =
        Operator.of(ifExists ? rest.substring(0, rest.length() - "IfExists".length()) : rest);
    if (operator == null) {
      throw PolicyJson.syntax();
    }
    return new Condition.Comparison(
        quantifier,
        operator,
        ifExists,
        Wildcard.lower(key),
        operator.compile(values, hasVariables));
  }

  /** One of two elements that exclude each other; null if there is neither. */
  private static @Nullable PolicyJson one(
      Map<String, PolicyJson> elements, String name, String other) {
    PolicyJson first = elements.get(name);
    PolicyJson second = elements.get(other);
    if (first != null && second != null) {
      throw PolicyJson.syntax();
    }
    return first == null ? second : first;
  }

  private static Members members(@Nullable PolicyJson json) {
    if (json instanceof Members members) {
      return members;
    }
    throw PolicyJson.syntax();
  }

  private static String text(@Nullable PolicyJson json) {
    if (json instanceof Text(String value)) {
      return value;
    }
    throw PolicyJson.syntax();
  }

  private static List<String> texts(PolicyJson json) {
    return values(json).stream().map(PolicyReader::text).toList();
  }

  /** What an array holds; or the one value that may stand for an array. */
  private static List<PolicyJson> values(@Nullable PolicyJson json) {
    return switch (json) {
      case null -> throw PolicyJson.syntax();
      case Array(List<PolicyJson> values) -> values;
      case Text text -> List.of(text);
      case Members members -> List.of(members);
    };
  }
}
