package io.larder.proxy.iam;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * May this one do that, and why?
 *
 * @param who a user's name, {@code role/NAME}, {@code group/NAME}, or an ARN
 * @param resource ARN of what it is done to, or {@code *}
 * @param context values of condition keys
 */
public record AccessQuestion(
    String who, String action, String resource, Map<String, List<String>> context) {
  public AccessQuestion {
    context = Map.copyOf(context);
  }

  /**
   * Asks IAM, and prints the decision, the statements that matched, and the condition keys that
   * were asked for and not given.
   *
   * @return true if it is allowed
   */
  public boolean ask(IamClient iam, PrintWriter out)
      throws IOException, InterruptedException, IamClient.RefusedException {
    Form form =
        new Form()
            .with("PolicySourceArn", arn(iam))
            .list("ActionNames", List.of(action))
            .list("ResourceArns", List.of(resource));
    int number = 0;
    for (Map.Entry<String, List<String>> entry : new TreeMap<>(context).entrySet()) {
      number++;
      String name = "ContextEntries.member." + number;
      form.with(name + ".ContextKeyName", entry.getKey())
          .with(name + ".ContextKeyType", "stringList")
          .list(name + ".ContextKeyValues", entry.getValue());
    }
    Answer result =
        iam.call("SimulatePrincipalPolicy", form).members("EvaluationResults").getFirst();
    String decision = result.need("EvalDecision");
    out.println(decision + ": " + action + " on " + resource);
    for (Answer statement : result.members("MatchedStatements")) {
      Answer start = Objects.requireNonNull(statement.child("StartPosition"));
      Answer end = Objects.requireNonNull(statement.child("EndPosition"));
      out.println(
          "  statement in %s (%s), line %s column %s to line %s column %s"
              .formatted(
                  statement.need("SourcePolicyId"),
                  statement.need("SourcePolicyType"),
                  start.need("Line"),
                  start.need("Column"),
                  end.need("Line"),
                  end.need("Column")));
    }
    for (Answer key : result.members("MissingContextValues")) {
      out.println("  asked for and not given: " + key.element().getTextContent().strip());
    }
    out.flush();
    return decision.equals("allowed");
  }

  private String arn(IamClient iam)
      throws IOException, InterruptedException, IamClient.RefusedException {
    if (who.startsWith("arn:")) {
      return who;
    }
    Kind kind =
        who.startsWith("role/") ? Kind.ROLE : who.startsWith("group/") ? Kind.GROUP : Kind.USER;
    Answer found =
        iam.call(kind.operation("Get%s"), kind.named(who.substring(who.indexOf('/') + 1)));
    return Objects.requireNonNull(found.child(kind.operation("%s"))).need("Arn");
  }
}
