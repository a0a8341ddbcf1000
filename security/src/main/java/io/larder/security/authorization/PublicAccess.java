package io.larder.security.authorization;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whether a policy that allows something to everyone holds them to be one of few.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-bpa-rbp.html">
 *     Blocking public access with resource-based policies</a>
 */
final class PublicAccess {
  /** Keys that say who or from where, in lower case. */
  private static final Set<String> KEYS =
      Set.of(
          "aws:ec2instancesourcevpc",
          "aws:principalaccount",
          "aws:principalarn",
          "aws:principalisawsservice",
          "aws:principalorgid",
          "aws:principalorgpaths",
          "aws:principalservicename",
          "aws:principalservicenameslist",
          "aws:sourceaccount",
          "aws:sourcearn",
          "aws:sourceorgid",
          "aws:sourceorgpaths",
          "aws:sourcevpc",
          "aws:sourcevpce",
          "aws:userid");

  /** Operators that hold only for the values that they name, in lower case. */
  private static final Set<String> OPERATORS =
      Set.of(
          "arnequals",
          "arnlike",
          "bool",
          "foranyvalue:arnequals",
          "foranyvalue:arnlike",
          "foranyvalue:stringequals",
          "foranyvalue:stringequalsignorecase",
          "foranyvalue:stringlike",
          "stringequals",
          "stringequalsignorecase",
          "stringlike");

  private PublicAccess() {}

  /**
   * @param conditions values by keys by operators
   */
  static boolean isBounded(Map<String, Map<String, List<String>>> conditions) {
    for (Map.Entry<String, Map<String, List<String>>> operator : conditions.entrySet()) {
      if (!OPERATORS.contains(operator.getKey().toLowerCase(Locale.ROOT))) {
        continue;
      }
      for (Map.Entry<String, List<String>> key : operator.getValue().entrySet()) {
        if (KEYS.contains(key.getKey().toLowerCase(Locale.ROOT))
            && !key.getValue().isEmpty()
            && key.getValue().stream().allMatch(PublicAccess::isFixed)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isFixed(String value) {
    return value.indexOf('*') < 0 && value.indexOf('?') < 0 && !value.contains("${");
  }
}
