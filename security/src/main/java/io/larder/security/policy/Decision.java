package io.larder.security.policy;

import io.larder.security.auth.Principal;
import org.jspecify.annotations.Nullable;

/**
 * What policies come to for a query.
 *
 * @param layer that denies or is silent; null if the query is allowed
 * @param deciding statement that allows or denies; null if no statement does
 * @param isConditional whether it may be another one for the same caller, action and resource:
 *     conditions or variables were asked. If not, it holds as long as the policies do
 * @param isCrossAccount whether the resource belongs to another account than the caller
 */
public record Decision(
    Outcome outcome,
    @Nullable Layer layer,
    @Nullable Deciding deciding,
    boolean isConditional,
    boolean isCrossAccount) {
  /** Whether, and how. */
  public enum Outcome {
    ALLOWED("allowed"),
    IMPLICITLY_DENIED("implicitDeny"),
    EXPLICITLY_DENIED("explicitDeny");

    private final String evalDecision;

    Outcome(String evalDecision) {
      this.evalDecision = evalDecision;
    }

    /** As the policy simulator names it. */
    public String evalDecision() {
      return evalDecision;
    }
  }

  /** A statement that decided, and where it comes from. */
  public record Deciding(AttachedPolicy policy, @Nullable String sid, Position position) {}

  /** Whether the caller may. */
  public boolean isAllowed() {
    return outcome == Outcome.ALLOWED;
  }

  /**
   * What a caller is told that may not.
   *
   * @param resource as the denial names it; not always what was asked for
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html">Troubleshoot
   *     access denied error messages</a>
   */
  public String denial(Principal principal, String action, String resource) {
    return "User: "
        + principal.arn()
        + " is not authorized to perform: "
        + action
        + " on resource: "
        + resource
        + tail(action);
  }

  private String tail(String action) {
    // Another account's policies are not told.
    if (layer == null || isCrossAccount) {
      return "";
    }
    return switch (outcome) {
      case ALLOWED -> "";
      case IMPLICITLY_DENIED ->
          " because no " + layer.words() + " allows the " + action + " action";
      case EXPLICITLY_DENIED -> " with an explicit deny in " + layer.wordsWithArticle() + arn();
    };
  }

  private String arn() {
    return deciding == null || deciding.policy().arn() == null
        ? ""
        : ": " + deciding.policy().arn();
  }
}
