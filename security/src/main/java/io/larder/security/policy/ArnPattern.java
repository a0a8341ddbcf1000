package io.larder.security.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An ARN with wildcards, compared part by part: none matches beyond the colons of its part. The
 * sixth part is all that follows the fifth colon.
 */
final class ArnPattern implements Pattern {
  private static final int PARTS = 6;

  /** Six; or one, which is held against the whole; or none, which is everything. */
  private final List<Template> parts;

  private ArnPattern(List<Template> parts) {
    this.parts = List.copyOf(parts);
  }

  /**
   * A resource of a statement.
   *
   * @throws MalformedPolicyException if it is no ARN, or has wildcards in the name of the service
   *     or variables anywhere but in the last part
   */
  static ArnPattern resource(String text, boolean hasVariables) {
    if (text.equals("*")) {
      return new ArnPattern(List.of());
    }
    List<String> parts = split(text, hasVariables);
    if (parts.size() < PARTS || !parts.getFirst().equals("arn") || parts.getLast().isEmpty()) {
      throw new MalformedPolicyException("Resource " + text + " must be in ARN format or \"*\".");
    }
    String partition = parts.get(1);
    if (!partition.equals("*") && !partition.matches("aws(-[a-z-]+)?")) {
      throw new MalformedPolicyException(
          "Partition \"" + partition + "\" is not valid for resource \"" + text + "\".");
    }
    String vendor = parts.get(2);
    if (vendor.isEmpty() || Wildcard.isIn(vendor)) {
      throw new MalformedPolicyException(
          "Resource vendor must be fully qualified and cannot contain regexes.");
    }
    for (String part : parts.subList(0, PARTS - 1)) {
      if (hasVariables && part.contains("${")) {
        throw new MalformedPolicyException("Resource " + text + " must be in ARN format or \"*\".");
      }
    }
    return compile(parts, hasVariables);
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
      throw new MalformedPolicyException("The policy failed legacy parsing");
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
  public boolean hasVariables() {
    return parts.stream().anyMatch(Template::hasVariables);
  }

  @Override
  public void addKeysTo(Set<String> keys) {
    parts.forEach(part -> part.addKeysTo(keys));
  }
}
