package io.larder.security.policy;

import io.larder.security.policy.Template.Wildcard;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An ARN with wildcards, compared part by part: none matches beyond the colons of its part. The
 * sixth part is all that follows the fifth colon.
 */
final class ArnPattern implements Pattern {
  private static final int PARTS = 6;
  private static final List<String> IAM_PATHS =
      List.of(
          "user/",
          "federated-user/",
          "role/",
          "group/",
          "instance-profile/",
          "mfa/",
          "server-certificate/",
          "policy/",
          "sms-mfa/",
          "saml-provider/",
          "oidc-provider/",
          "report/",
          "access-report/");

  /** Six; or one, which is held against the whole; or none, which is everything. */
  private final List<Template> parts;

  private ArnPattern(List<Template> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * A resource of a statement. One that leaves parts out at its end means any.
   *
   * @throws MalformedPolicyException if it is no ARN, or has wildcards in the name of the service
   *     or variables anywhere but in the last part
   */
  static ArnPattern resource(String text, boolean hasVariables) {
    if (text.equals("*")) {
      return new ArnPattern(List.of());
    }
    List<String> parts = split(text, hasVariables);
    if (parts.size() == 1 || !parts.getFirst().equals("arn")) {
      throw notAnArn(text);
    }
    if (parts.size() < PARTS && text.contains("::")) {
      throw PolicyReader.legacy();
    }
    boolean hasVendor = parts.size() > 3;
    while (parts.size() < PARTS) {
      parts.add("*");
    }
    if (!parts.get(1).equals("*") && !parts.get(1).matches("aws(-[a-z]+)*")) {
      throw new MalformedPolicyException(
          "Partition \""
              + parts.get(1)
              + "\" is not valid for resource \""
              + String.join(":", parts)
              + "\".");
    }
    if (!hasVendor || Wildcard.isIn(parts.get(2))) {
      throw new MalformedPolicyException(
          "Resource vendor must be fully qualified and cannot contain regexes.");
    }
    if (parts.get(2).isEmpty() || parts.getLast().isEmpty()) {
      throw PolicyReader.legacy();
    }
    if (hasVariables
        && parts.subList(0, PARTS - 1).stream().anyMatch(part -> part.contains("${"))) {
      throw notAnArn(text);
    }
    if (parts.get(2).equals("iam")) {
      checkIam(text, parts);
    }
    return compile(parts, hasVariables);
  }

  private static MalformedPolicyException notAnArn(String text) {
    return new MalformedPolicyException("Resource " + text + " must be in ARN format or \"*\".");
  }

  private static void checkIam(String text, List<String> parts) {
    if (!parts.get(3).isEmpty()) {
      throw new MalformedPolicyException(
          "IAM resource " + text + " cannot contain region information.");
    }
    if (!parts.getLast().startsWith("*")
        && IAM_PATHS.stream().noneMatch(parts.getLast()::startsWith)) {
      throw new MalformedPolicyException(
          "IAM resource path must either be \"*\" or start with "
              + String.join(", ", IAM_PATHS)
              + ".");
    }
  }

  /**
   * A value of a condition.
   *
   * @throws MalformedPolicyException if it is no ARN
   */
  static ArnPattern value(String text, boolean hasVariables) {
    if (text.equals("*")) {
      return new ArnPattern(List.of());
    }
    List<String> parts = split(text, hasVariables);
    if (parts.size() == PARTS) {
      return compile(parts, hasVariables);
    }
    if (!hasVariables || !text.startsWith("${")) {
      throw PolicyReader.legacy();
    }
    // A variable whose value is the whole ARN.
    return new ArnPattern(List.of(Template.parse(text, true, true)));
  }

  private static ArnPattern compile(List<String> parts, boolean hasVariables) {
    return new ArnPattern(
        parts.stream().map(part -> Template.parse(part, true, hasVariables)).toList());
  }

  /** The parts at the first five colons that stand outside of variables. */
  private static List<String> split(String text, boolean hasVariables) {
    List<String> parts = new ArrayList<>(PARTS);
    int start = 0;
    for (int i = 0; i < text.length() && parts.size() < PARTS - 1; i++) {
      if (hasVariables && text.startsWith("${", i)) {
        i = Template.end(text, i);
      } else if (text.charAt(i) == ':') {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  @Override
  public boolean matches(String text, ConditionContext context) {
    if (parts.size() < PARTS) {
      return parts.isEmpty() || parts.getFirst().matches(text, context);
    }
    int start = 0;
    for (int i = 0; i < PARTS - 1; i++) {
      int colon = text.indexOf(':', start);
      if (colon < 0 || !parts.get(i).matches(text, start, colon, context)) {
        return false;
      }
      start = colon + 1;
    }
    return parts.getLast().matches(text, start, text.length(), context);
  }

  @Override
  public boolean isEverything() {
    return parts.isEmpty();
  }

  @Override
  public boolean hasVariables() {
    return parts.stream().anyMatch(Template::hasVariables);
  }

  @Override
  public void addKeysTo(Set<String> keys) {
    parts.forEach(part -> part.addKeysTo(keys));
  }
}
