package io.larder.security.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.larder.security.policy.Decision.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Any text is a policy of its kind or refused, the same each time; and what is a policy can be
 * asked, explained and kept under other names. The first byte names the kind.
 */
final class PolicyFuzzTest {
  private static final PolicyKind[] KINDS = PolicyKind.values();
  private static final ConditionContext CONTEXT =
      ConditionContext.of(
          Map.of(
              "aws:username", List.of("u*"),
              "aws:sourceip", List.of("203.0.113.7"),
              "aws:currenttime", List.of("2026-11-30T00:00:00Z"),
              "dynamodb:leadingkeys", List.of("a", "b")));

  @FuzzTest(maxDuration = "20m")
  void textsArePoliciesOrRefused(byte[] input) {
    if (input.length == 0) {
      return;
    }
    PolicyKind kind = KINDS[Byte.toUnsignedInt(input[0]) % KINDS.length];
    String json =
        new String(Arrays.copyOfRange(input, 1, input.length), StandardCharsets.ISO_8859_1);
    Policy policy = Policy.load(json, kind);
    assertThat(Policy.load(json, kind).problem()).isEqualTo(policy.problem());
    AccessQuery query =
        new AccessQuery(
            "dynamodb:GetItem",
            "arn:aws:dynamodb:eu-west-1:111122223333:table/Games",
            PolicyCallers.of("user"),
            CONTEXT);
    PolicySet policies =
        PolicySet.EMPTY.with(Layer.IDENTITY, AttachedPolicy.inline(policy, "fuzz"));
    Decision decision = Evaluator.decide(policies, query);
    assertThat(Evaluator.explain(policies, query).decision()).isEqualTo(decision);
    if (policy.problem() != null) {
      assertThat(decision.outcome()).isEqualTo(Outcome.EXPLICITLY_DENIED);
      return;
    }
    assertThat(policy.warnings()).isNotNull();
    assertThat(policy.conditionKeys()).isNotNull();
    assertThat(policy.withPrincipals(name -> name)).isEqualTo(json);
    // Any star in a name is everyone, and stays so.
    Policy renamed =
        Policy.load(
            policy.withPrincipals(name -> name.equals("*") ? name : "AIDAFUZZFUZZFUZZFUZZF"), kind);
    assertThat(renamed.problem()).isNull();
  }
}
