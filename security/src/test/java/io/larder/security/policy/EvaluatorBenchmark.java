package io.larder.security.policy;

import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Decisions as a GetItem asks for them: without conditions, and limited to the caller's items. */
@State(Scope.Thread)
public class EvaluatorBenchmark {
  private static final String TABLE = "arn:aws:dynamodb:eu-west-1:111122223333:table/Games";
  private static final List<String> USER_NAME = List.of("u1");

  private final ConditionContext context =
      key ->
          switch (key) {
            case "aws:username", "dynamodb:leadingkeys" -> USER_NAME;
            default -> null;
          };
  private final AccessQuery query =
      new AccessQuery("dynamodb:GetItem", TABLE, PolicyCallers.of("user"), context);
  private final PolicySet everything =
      of(
          """
          {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}}
          """);
  private final PolicySet leadingKeys =
      of(
          """
          {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
           "Action": ["dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:GetItem"],
           "Resource": "arn:aws:dynamodb:*:*:table/Games",
           "Condition": {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["${aws:username}"]}}}}
          """);

  private static PolicySet of(String json) {
    return PolicySet.EMPTY.with(
        Layer.IDENTITY, AttachedPolicy.inline(Policy.parse(json, PolicyKind.MANAGED), "p"));
  }

  @Benchmark
  public Decision everything() {
    return Evaluator.decide(everything, query);
  }

  @Benchmark
  public Decision leadingKeys() {
    return Evaluator.decide(leadingKeys, query);
  }
}
