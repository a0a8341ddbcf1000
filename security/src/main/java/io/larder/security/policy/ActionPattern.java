package io.larder.security.policy;

import io.larder.security.policy.Template.Wildcard;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of actions: a service and a name with wildcards, in any case. */
final class ActionPattern implements Pattern {
  /** What is said of a name without one. */
  static final String NO_VENDOR =
      "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";

  /** Every action there is. */
  static final ActionPattern ALL = new ActionPattern("*", Wildcard.codes("*"));

  private final String text;

  /** Null if the text has no wildcard. */
  private final int @Nullable [] codes;

  private ActionPattern(String text, int @Nullable [] codes) {
    this.text = text;
    this.codes = codes;
  }

  static ActionPattern parse(String text) {
    if (text.equals("*")) {
      return ALL;
    }
    int colon = text.indexOf(':');
    if (colon <= 0) {
      throw new MalformedPolicyException(NO_VENDOR);
    }
    if (text.indexOf(':', colon + 1) >= 0) {
      throw new MalformedPolicyException("Actions/Condition can contain only one colon.");
    }
    String vendor = text.substring(0, colon);
    if (!vendor.equals("*") && !vendor.chars().allMatch(ActionPattern::isOfVendors)) {
      throw new MalformedPolicyException("Vendor " + vendor + " is not valid");
    }
    if (colon + 1 == text.length()) {
      throw PolicyJson.syntax();
    }
    return new ActionPattern(
        text, Wildcard.isIn(text) ? Wildcard.codes(Wildcard.lower(text)) : null);
  }

  private static boolean isOfVendors(int c) {
    return (c < 128 && Character.isLetterOrDigit(c)) || c == '-' || c == '.';
  }

  @Override
  public boolean matches(String action, ConditionContext context) {
    return codes == null
        ? text.equalsIgnoreCase(action)
        : this == ALL || Wildcard.matches(codes, Wildcard.lower(action), 0, action.length());
  }

  /** The service that it is about, in lower case; a star for all. */
  String vendor() {
    int colon = text.indexOf(':');
    return colon < 0 ? text : Wildcard.lower(text.substring(0, colon));
  }

  @Override
  public boolean isEverything() {
    return text.chars().allMatch(c -> c == '*' || c == ':');
  }

  @Override
  public boolean hasVariables() {
    return false;
  }

  @Override
  public void addKeysTo(Set<String> keys) {}
}
