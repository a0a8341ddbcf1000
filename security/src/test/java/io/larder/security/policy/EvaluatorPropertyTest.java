package io.larder.security.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.security.auth.Principal;
import io.larder.security.policy.NaiveEvaluator.NaiveCondition;
import io.larder.security.policy.NaiveEvaluator.NaiveStatement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Random policies and queries, held against {@link NaiveEvaluator}. */
final class EvaluatorPropertyTest {
  /** More of them when one searches. */
  private static final int ROUNDS = Integer.getInteger("policy.rounds", 5_000);

  private static final List<Layer> LAYERS =
      Stream.of(Layer.values()).filter(layer -> layer != Layer.TRUST).toList();
  private static final List<String> ACTIONS =
      List.of(
          "*",
          "dynamodb:*",
          "dynamodb:Get*",
          "dynamodb:GetItem",
          "DYNAMODB:getitem",
          "dynamodb:?can",
          "dynamodb:*Item",
          "iam:*");
  private static final List<String> ASKED =
      List.of("dynamodb:GetItem", "dynamodb:Scan", "iam:GetUser");
  private static final List<String> RESOURCES =
      List.of(
          "*",
          "arn:aws:dynamodb:*:*:table/*",
          "arn:aws:dynamodb:r:111122223333:table/Games",
          "arn:aws:dynamodb:r:111122223333:table/Games/index/*",
          "arn:aws:dynamodb:r:*:table/G?mes",
          "arn:aws:dynamodb:*:444455556666:*",
          "arn:aws:dynamodb:r:111122223333:table/${aws:username}",
          "arn:aws:dynamodb:r:111122223333:table/${larder:absent}*");
  private static final List<String> ASKED_OF =
      List.of(
          "*",
          "arn:aws:dynamodb:r:111122223333:table/Games",
          "arn:aws:dynamodb:r:111122223333:table/u1",
          "arn:aws:dynamodb:r:111122223333:table/*",
          "arn:aws:dynamodb:r:111122223333:table/Games/index/I");
  private static final List<String> PRINCIPALS =
      List.of(
          "*",
          "111122223333",
          "444455556666",
          "arn:aws:iam::111122223333:user/u1",
          "AIDAU1XXXXXXXXXXXXXXX",
          "arn:aws:iam::444455556666:user/u1",
          "arn:aws:sts::111122223333:assumed-role/app/s",
          "arn:aws:iam::111122223333:role/team/app",
          "AROAAPPXXXXXXXXXXXXXX");
  private static final List<String> OPERATORS =
      List.of(
          "StringEquals",
          "StringNotEquals",
          "StringLike",
          "StringNotLike",
          "NumericEquals",
          "NumericNotEquals",
          "NumericLessThan",
          "Bool",
          "Null");
  private static final List<String> TEXTS =
      List.of("u1", "u2", "*", "u*", "${aws:username}", "${larder:absent}");

  private final Random random;

  EvaluatorPropertyTest() {
    this.random = new Random(0);
  }

  @Test
  void decidesAsTheNaiveEvaluatorDoes() {
    Map<String, Integer> seen = new HashMap<>();
    for (int seed = 0; seed < ROUNDS; seed++) {
      seen.merge(replay(seed), 1, Integer::sum);
    }
    // Each outcome was there, or the policies were not random enough.
    assertThat(seen).hasSizeGreaterThan(12).containsKey("ALLOWED");
  }

  /** One round, which a failure names. */
  private String replay(int seed) {
    random.setSeed(seed);
    Map<Layer, List<List<NaiveStatement>>> layers = new EnumMap<>(Layer.class);
    PolicySet policies = PolicySet.EMPTY;
    for (Layer layer : LAYERS) {
      if (random.nextInt(3) == 0 || layer == Layer.IDENTITY) {
        PolicyKind kind = kind(layer);
        List<List<NaiveStatement>> documents = some(1, () -> some(3, () -> statement(kind)));
        layers.put(layer, documents);
        policies =
            policies.with(
                layer,
                documents.stream()
                    .map(document -> AttachedPolicy.inline(Policy.parse(json(document), kind), "p"))
                    .toList());
      }
    }
    Principal caller =
        ((Caller.Signed)
                PolicyCallers.of(
                    one(List.of("user", "session", "root", "stranger", "strange-session"))))
            .principal();
    Map<String, List<String>> context = context();
    String action = one(ASKED);
    String resource = one(ASKED_OF);
    Decision decision =
        Evaluator.decide(
            policies, new AccessQuery(action, resource, caller, ConditionContext.of(context)));
    String outcome = decision.isAllowed() ? "ALLOWED" : decision.outcome() + " " + decision.layer();
    assertThat(outcome)
        .as(
            "seed %s: %s of %s on %s with %s under %s",
            seed, caller, action, resource, context, layers)
        .isEqualTo(new NaiveEvaluator(layers, action, resource, caller, context).decide());
    // What is said not to depend on the request does not.
    if (!decision.isConditional()) {
      Decision other =
          Evaluator.decide(
              policies, new AccessQuery(action, resource, caller, ConditionContext.EMPTY));
      assertThat(other).as("seed %s", seed).isEqualTo(decision);
    }
    return outcome;
  }

  private static PolicyKind kind(Layer layer) {
    return switch (layer) {
      case SERVICE_CONTROL -> PolicyKind.SERVICE_CONTROL;
      case RESOURCE_CONTROL -> PolicyKind.RESOURCE_CONTROL;
      case ENDPOINT -> PolicyKind.ENDPOINT;
      case RESOURCE -> PolicyKind.RESOURCE;
      case TRUST -> PolicyKind.TRUST;
      case IDENTITY, BOUNDARY -> PolicyKind.MANAGED;
      case SESSION -> PolicyKind.SESSION;
    };
  }

  private static String json(List<NaiveStatement> document) {
    return document.stream()
        .map(NaiveStatement::json)
        .collect(Collectors.joining(",", "{\"Version\":\"2012-10-17\",\"Statement\":[", "]}"));
  }

  private NaiveStatement statement(PolicyKind kind) {
    // Few denials, or nothing else would ever be seen.
    return new NaiveStatement(
        random.nextInt(8) > 0,
        kind.namesPrincipals() ? one(PRINCIPALS) : null,
        random.nextInt(8) == 0,
        some(2, () -> one(ACTIONS)),
        random.nextInt(8) == 0,
        some(2, () -> one(RESOURCES)),
        random.nextInt(3) == 0 ? conditions() : List.of());
  }

  private List<NaiveCondition> conditions() {
    Map<String, NaiveCondition> conditions = new HashMap<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      String operator = one(OPERATORS);
      String form = form(operator);
      String key =
          one(List.of("larder:one", "Larder:Many", "aws:username", "dynamodb:LeadingKeys"));
      if (operator.startsWith("Numeric") || operator.equals("Bool")) {
        key = operator.equals("Bool") ? "larder:truth" : "larder:number";
      }
      List<String> values =
          switch (operator) {
            case "Null", "Bool" -> some(1, () -> one(List.of("true", "false")));
            case "NumericEquals", "NumericNotEquals", "NumericLessThan" ->
                some(2, () -> one(List.of("1", "2.0", "-3", "10")));
            default -> some(2, () -> one(TEXTS));
          };
      conditions.put(form + key.toLowerCase(Locale.ROOT), new NaiveCondition(form, key, values));
    }
    return List.copyOf(conditions.values());
  }

  private String form(String operator) {
    return operator.equals("Null")
        ? operator
        : one(List.of("", "", "ForAnyValue:", "ForAllValues:"))
            + operator
            + one(List.of("", "IfExists"));
  }

  private Map<String, List<String>> context() {
    Map<String, List<String>> context = new HashMap<>();
    if (random.nextInt(4) > 0) {
      context.put("aws:username", List.of("u1"));
    }
    if (random.nextInt(4) > 0) {
      context.put("larder:one", List.of(one(List.of("u1", "u2", "*"))));
    }
    if (random.nextBoolean()) {
      context.put("larder:many", some(2, () -> one(List.of("u1", "u2", "*"))));
    }
    if (random.nextBoolean()) {
      context.put(
          "dynamodb:leadingkeys", random.nextInt(4) == 0 ? List.of() : some(2, () -> one(TEXTS)));
    }
    if (random.nextInt(4) > 0) {
      context.put("larder:number", some(1, () -> one(List.of("1", "1.0", "2", "-3.00", "11"))));
    }
    if (random.nextInt(4) > 0) {
      context.put("larder:truth", List.of(one(List.of("true", "false"))));
    }
    return context;
  }

  private <T> T one(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** One value more than up to a number of them. */
  private <T> List<T> some(int more, Supplier<T> value) {
    List<T> values = new ArrayList<>();
    for (int i = random.nextInt(more + 1); i >= 0; i--) {
      values.add(value.get());
    }
    return values;
  }
}
