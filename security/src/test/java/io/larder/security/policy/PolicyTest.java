package io.larder.security.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.security.policy.Decision.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyTest {
  private static final String ALLOW_ALL =
      """
      {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}\
      """;
  private static final String TABLE = "arn:aws:dynamodb:eu-west-1:111122223333:table/Games";

  private static AccessQuery query(ConditionContext context) {
    return new AccessQuery("dynamodb:GetItem", TABLE, PolicyCallers.of("user"), context);
  }

  private static PolicySet identity(String json) {
    return PolicySet.EMPTY.with(
        Layer.IDENTITY, AttachedPolicy.inline(Policy.load(json, PolicyKind.MANAGED), "p"));
  }

  @ParameterizedTest
  @CsvSource({
    "USER_INLINE, 2048",
    "GROUP_INLINE, 5120",
    "ROLE_INLINE, 10240",
    "MANAGED, 6144",
    "SESSION, 2048"
  })
  void documentsHaveTheSizeOfTheirKindWithoutWhiteSpace(PolicyKind kind, int size) {
    String longest = padded(size);
    assertThat(Policy.parse(longest.replace("{", "{ \n\t"), kind).size()).isEqualTo(size);

    assertThatThrownBy(() -> Policy.parse(padded(size + 1), kind))
        .isInstanceOfSatisfying(
            MalformedPolicyException.class, e -> assertThat(e.isTooLarge()).isTrue())
        .hasMessage("Maximum policy size of " + size + " bytes exceeded");
  }

  private static String padded(int size) {
    String frame =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Sid\":\"%s\",\"Effect\":\"Deny\","
            + "\"Action\":\"*\",\"Resource\":\"*\"}}";
    return frame.formatted("x".repeat(size - frame.length() + 2));
  }

  @Test
  void whiteSpaceOfResourcePoliciesCounts() {
    String json =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}}\
        """;
    int space = PolicyKind.RESOURCE.maxSize() - json.length();
    assertThat(Policy.parse(json + " ".repeat(space), PolicyKind.RESOURCE).size())
        .isEqualTo(20 * 1024);

    assertThatThrownBy(() -> Policy.parse(json + " ".repeat(space + 1), PolicyKind.RESOURCE))
        .isInstanceOf(MalformedPolicyException.class);
  }

  @Test
  void muchWhiteSpaceIsNotRead() {
    assertThatThrownBy(() -> Policy.parse(ALLOW_ALL + " ".repeat(1 << 20), PolicyKind.MANAGED))
        .isInstanceOf(MalformedPolicyException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "\u0100", "\u2028", "\uD83D\uDE00"})
  void otherCharactersAreRefused(String character) {
    String json = ALLOW_ALL.replace("\"Effect\"", "\"Sid\": \"" + character + "\", \"Effect\"");
    assertThatThrownBy(() -> Policy.parse(json, PolicyKind.MANAGED))
        .isInstanceOf(MalformedPolicyException.class)
        .hasMessage("Syntax errors in policy.");
  }

  @Test
  void deepNestingIsRefused() {
    String json = "[".repeat(60_000);
    assertThatThrownBy(() -> Policy.parse(json.substring(0, 6_000), PolicyKind.MANAGED))
        .isInstanceOf(MalformedPolicyException.class)
        .hasMessage("Syntax errors in policy.");
  }

  @ParameterizedTest
  @EnumSource(PolicyKind.class)
  void whatCannotBeReadDeniesEverything(PolicyKind kind) {
    Policy policy = Policy.load("{\"Version\": \"2012-10-17\"}", kind);
    assertThat(policy.problem()).isEqualTo("Syntax errors in policy.");

    PolicySet policies =
        identity(ALLOW_ALL).with(Layer.RESOURCE, AttachedPolicy.inline(policy, "broken"));
    Decision decision = Evaluator.decide(policies, query(ConditionContext.EMPTY));

    assertThat(decision.outcome()).isEqualTo(Outcome.EXPLICITLY_DENIED);
    assertThat(decision.layer()).isEqualTo(Layer.RESOURCE);
  }

  @Test
  void whatCannotBeEvaluatedDenies() {
    String json =
        ALLOW_ALL.replace(
            "\"*\"}}", "\"*\", \"Condition\": {\"StringEquals\": {\"aws:username\": \"u1\"}}}}");
    ConditionContext broken =
        key -> {
          throw new IllegalStateException(key);
        };

    assertThat(Evaluator.decide(identity(json), query(broken)).isAllowed()).isFalse();
  }

  @Test
  void conditionsAreOnlyAskedOfStatementsThatMatchOtherwise() {
    String json =
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Deny", "Action": "dynamodb:Scan", "Resource": "*",
           "Condition": {"StringEquals": {"aws:username": "u1"}}},
          {"Effect": "Deny", "Action": "*", "Resource": "arn:aws:dynamodb:*:*:table/Other",
           "Condition": {"StringEquals": {"aws:username": "u1"}}},
          {"Effect": "Allow", "Action": "*", "Resource": "*"}]}
        """;
    ConditionContext none =
        key -> {
          throw new IllegalStateException(key);
        };

    assertThat(Evaluator.decide(identity(json), query(none)).isAllowed()).isTrue();
  }

  @Test
  void denialsNameThePolicyThatHasAnArn() {
    String json =
        """
        {"Version": "2012-10-17", "Statement": {"Sid": "No", "Effect": "Deny", "Action": "*", "Resource": "*"}}\
        """;
    String arn = "arn:aws:iam::111122223333:policy/No";
    PolicySet policies =
        PolicySet.EMPTY.with(
            Layer.IDENTITY, new AttachedPolicy(Policy.parse(json, PolicyKind.MANAGED), "No", arn));

    Decision decision = Evaluator.decide(policies, query(ConditionContext.EMPTY));

    assertThat(decision.deciding()).isNotNull();
    assertThat(decision.deciding().sid()).isEqualTo("No");
    assertThat(
            decision.denial(
                PolicyCallers.session(PolicyCallers.ACCOUNT), "dynamodb:GetItem", TABLE))
        .isEqualTo(
            "User: arn:aws:sts::111122223333:assumed-role/app/s is not authorized to perform:"
                + " dynamodb:GetItem on resource: "
                + TABLE
                + " with an explicit deny in an identity-based policy: "
                + arn);
  }

  @Test
  void explanationsNameStatementsAndMissingKeys() {
    String json =
        """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "Get", "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*"},
          {"Sid": "Mfa", "Effect": "Deny", "Action": "dynamodb:*", "Resource": "*",
           "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}},
          {"Sid": "Iam", "Effect": "Allow", "Action": "iam:*", "Resource": "*",
           "Condition": {"Bool": {"aws:SecureTransport": "true"}}}]}
        """;

    Explanation explanation = Evaluator.explain(identity(json), query(ConditionContext.EMPTY));

    assertThat(explanation.decision().isAllowed()).isTrue();
    assertThat(explanation.matched())
        .extracting(matched -> matched.statement().sid())
        .containsExactly("Get");
    assertThat(explanation.matched().getFirst().statement().position())
        .isEqualTo(new Position(2, 3, 2, 82));
    assertThat(explanation.missingKeys()).containsExactly("aws:multifactorauthpresent");
    assertThat(explanation.outcome(Layer.IDENTITY)).isEqualTo(Outcome.ALLOWED);
    assertThat(explanation.outcome(Layer.BOUNDARY)).isEqualTo(Outcome.IMPLICITLY_DENIED);

    Explanation denied =
        Evaluator.explain(
            identity(json),
            query(ConditionContext.of(Map.of("aws:MultiFactorAuthPresent", List.of("false")))));
    assertThat(denied.outcome(Layer.IDENTITY)).isEqualTo(Outcome.EXPLICITLY_DENIED);
    assertThat(denied.matched()).hasSize(2);
    assertThat(denied.missingKeys()).isEmpty();
  }

  @Test
  void policiesSayWhichKeysTheyAskFor() {
    String json =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*",
         "Resource": "arn:aws:dynamodb:*:*:table/${aws:username}",
         "Condition": {"StringEquals": {"dynamodb:LeadingKeys": "${aws:PrincipalTag/Team}"}}}}
        """;
    Policy policy = Policy.parse(json, PolicyKind.MANAGED);

    assertThat(policy.conditionKeys())
        .containsExactly("aws:principaltag/team", "aws:username", "dynamodb:leadingkeys");
    assertThat(policy.warnings())
        .containsExactly(
            "Statement at line 1: dynamodb:leadingkeys may have several values: without"
                + " ForAllValues or ForAnyValue this never matches");
  }

  @Test
  void allowingForAllValuesOfWhatMayBeAbsentIsWarnedOf() {
    String json =
        """
        {"Version": "2012-10-17", "Statement": {"Sid": "Own", "Effect": "Allow", "Action": "*", "Resource": "*",
         "Condition": {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": "a"} %s}}}
        """;

    assertThat(Policy.parse(json.formatted(""), PolicyKind.MANAGED).warnings())
        .containsExactly(
            "Statement Own: ForAllValues holds if dynamodb:leadingkeys is absent, as with Scan:"
                + " ask for it with Null");
    assertThat(
            Policy.parse(
                    json.formatted(", \"Null\": {\"dynamodb:LeadingKeys\": false}"),
                    PolicyKind.MANAGED)
                .warnings())
        .isEmpty();
  }

  @Test
  void principalsCanBeRenamedWithoutTouchingTheRest() {
    String json =
        """
        { "Statement" : [ {"Sid": "arn:aws:iam::111122223333:user/u1", "Effect": "Allow",
          "Principal": {"AWS": ["arn:aws:iam::111122223333:user/u\\u0031", "*" ], "Federated": "x"},
          "Action":"*",  "Resource": "*",
          "Condition": {"StringEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:user/u1"}}},
          {"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:user/u1"},
          "Action":"*",  "Resource": "*"},
          {"Effect": "Deny", "Principal": "*", "Action":"*",  "Resource": "*"} ] }
        """;
    Policy policy = Policy.parse(json, PolicyKind.RESOURCE);

    String renamed =
        policy.withPrincipals(name -> name.endsWith("user/u1") ? "AIDAU1XXXXXXXXXXXXXXX" : name);

    assertThat(renamed)
        .isEqualTo(
            json.replace("arn:aws:iam::111122223333:user/u\\u0031", "AIDAU1XXXXXXXXXXXXXXX")
                .replace(
                    "\"NotPrincipal\": {\"AWS\": \"arn:aws:iam::111122223333:user/u1\"",
                    "\"NotPrincipal\": {\"AWS\": \"AIDAU1XXXXXXXXXXXXXXX\""));
    assertThat(policy.withPrincipals(name -> name)).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | true",
        "{\"StringEquals\": {\"aws:PrincipalAccount\": \"111122223333\"}} | false",
        "{\"StringEquals\": {\"AWS:principalaccount\": [\"111122223333\"]}} | false",
        "{\"StringEquals\": {\"aws:PrincipalAccount\": []}} | true",
        "{\"StringEqualsIfExists\": {\"aws:PrincipalAccount\": \"111122223333\"}} | true",
        "{\"StringNotEquals\": {\"aws:PrincipalAccount\": \"111122223333\"}} | true",
        "{\"StringLike\": {\"aws:PrincipalArn\": \"arn:aws:iam::1111*\"}} | true",
        "{\"StringLike\": {\"aws:PrincipalOrgID\": \"o-1\"}} | false",
        "{\"StringEquals\": {\"aws:PrincipalArn\": \"${aws:PrincipalArn}\"}} | true",
        "{\"StringEquals\": {\"aws:SourceIp\": \"203.0.113.7\"}} | true",
        "{\"ForAllValues:StringEquals\": {\"aws:PrincipalOrgPaths\": \"o-1/r\"}} | true",
        "{\"ForAnyValue:StringEquals\": {\"aws:PrincipalOrgPaths\": \"o-1/r\"}} | false",
        "{\"StringEquals\": {\"aws:SourceVpce\": \"vpce-1\"}} | false",
        "{\"StringEquals\": {\"aws:username\": \"u1\"}} | true"
      })
  void policiesForEveryoneArePublicUnlessTheyFixTheCaller(String condition, boolean isPublic) {
    String json =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "%s", "Principal": %s, "Action": "*", "Resource": "*", "Condition": %s}]}\
        """;

    assertThat(policy(json.formatted("Allow", "\"*\"", condition)).isPublic()).isEqualTo(isPublic);
    assertThat(policy(json.formatted("Allow", "{\"AWS\": [\"*\"]}", condition)).isPublic())
        .isEqualTo(isPublic);
    assertThat(policy(json.formatted("Deny", "\"*\"", condition)).isPublic()).isFalse();
    assertThat(policy(json.formatted("Allow", "{\"AWS\": \"111122223333\"}", condition)).isPublic())
        .isFalse();
  }

  private static Policy policy(String json) {
    return Policy.parse(json, PolicyKind.RESOURCE);
  }

  @ParameterizedTest
  @CsvSource({
    "*, *, true",
    "*:*, *, true",
    "dynamodb:*, *, false",
    "*, arn:aws:dynamodb:*:*:*, false"
  })
  void policiesThatAllowEverythingAreFound(String action, String resource, boolean everything) {
    String json =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "%s", "Action": ["%s"], "Resource": "%s"}}\
        """;

    assertThat(
            Policy.parse(json.formatted("Allow", action, resource), PolicyKind.MANAGED)
                .allowsEverything())
        .isEqualTo(everything);
    assertThat(
            Policy.parse(json.formatted("Deny", action, resource), PolicyKind.MANAGED)
                .allowsEverything())
        .isFalse();
  }

  @Test
  void numbersAndTruthsNeedNoQuotes() {
    String json =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
         "Condition": {"Bool": {"aws:SecureTransport": true}, "NumericLessThan": {"a:b": [1.5, "7"]}}}}
        """;
    ConditionContext context =
        ConditionContext.of(Map.of("aws:SecureTransport", List.of("true"), "A:B", List.of("6.9")));

    assertThat(Evaluator.decide(identity(json), query(context)).isAllowed()).isTrue();
  }
}
