package io.larder.proxy.iam;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
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
    Map<String, List<String>> keys = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    String arn = who.startsWith("arn:") ? who : found(iam, keys);
    keys.putAll(context);
    Form form =
        new Form()
            .with("PolicySourceArn", arn)
            .list("ActionNames", List.of(action))
            .list("ResourceArns", List.of(resource));
    int number = 0;
    for (Map.Entry<String, List<String>> entry : keys.entrySet()) {
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

  /** The ARN of who is meant, with the keys that are always there when it calls. */
  private String found(IamClient iam, Map<String, List<String>> keys)
      throws IOException, InterruptedException, IamClient.RefusedException {
    Kind kind =
        who.startsWith("role/") ? Kind.ROLE : who.startsWith("group/") ? Kind.GROUP : Kind.USER;
    String name = who.substring(who.indexOf('/') + 1);
    Answer found =
        Objects.requireNonNull(
            iam.call(kind.operation("Get%s"), kind.named(name)).child(kind.operation("%s")));
    String arn = found.need("Arn");
    if (kind == Kind.GROUP) {
      return arn;
    }
    keys.put("aws:PrincipalArn", List.of(arn));
    keys.put("aws:PrincipalAccount", List.of(arn.split(":", -1)[4]));
    if (kind == Kind.USER) {
      keys.put("aws:username", List.of(name));
      keys.put("aws:userid", List.of(found.need("UserId")));
    }
    SortedMap<String, String> tags = found.tags();
    if (tags != null) {
      tags.forEach((key, value) -> keys.put("aws:PrincipalTag/" + key, List.of(value)));
    }
    return arn;
  }
}
