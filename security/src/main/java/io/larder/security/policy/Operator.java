package io.larder.security.policy;

import io.larder.security.policy.Typed.AddressRange;
import io.larder.security.policy.ValueMatcher.TextMatcher;
import io.larder.security.policy.ValueMatcher.TypedMatcher;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a condition compares, and how.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">Condition
 *     operators</a>
 */
enum Operator {
  STRING_EQUALS("StringEquals", TextMatcher::equal),
  STRING_NOT_EQUALS("StringNotEquals", STRING_EQUALS),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", TextMatcher::equalIgnoringCase),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", STRING_EQUALS_IGNORE_CASE),
  STRING_LIKE("StringLike", TextMatcher::like),
  STRING_NOT_LIKE("StringNotLike", STRING_LIKE),
  NUMERIC_EQUALS("NumericEquals", numeric(order -> order == 0)),
  NUMERIC_NOT_EQUALS("NumericNotEquals", NUMERIC_EQUALS),
  NUMERIC_LESS_THAN("NumericLessThan", numeric(order -> order < 0)),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", numeric(order -> order <= 0)),
  NUMERIC_GREATER_THAN("NumericGreaterThan", numeric(order -> order > 0)),
  NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", numeric(order -> order >= 0)),
  DATE_EQUALS("DateEquals", date(order -> order == 0)),
  DATE_NOT_EQUALS("DateNotEquals", DATE_EQUALS),
  DATE_LESS_THAN("DateLessThan", date(order -> order < 0)),
  DATE_LESS_THAN_EQUALS("DateLessThanEquals", date(order -> order <= 0)),
  DATE_GREATER_THAN("DateGreaterThan", date(order -> order > 0)),
  DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", date(order -> order >= 0)),
  BOOL("Bool", typed(values -> TypedMatcher.parse(values, Typed::truth, Boolean::equals))),
  BINARY_EQUALS(
      "BinaryEquals", typed(values -> TypedMatcher.parse(values, Typed::binary, String::equals))),
  IP_ADDRESS(
      "IpAddress",
      typed(
          values ->
              TypedMatcher.parse(
                  values, AddressRange::parse, (actual, range) -> range.contains(actual)))),
  NOT_IP_ADDRESS("NotIpAddress", IP_ADDRESS),
  ARN_EQUALS("ArnEquals", TextMatcher::arn),
  ARN_NOT_EQUALS("ArnNotEquals", ARN_EQUALS),
  ARN_LIKE("ArnLike", TextMatcher::arn),
  ARN_NOT_LIKE("ArnNotLike", ARN_LIKE);

  private static final Map<String, Operator> BY_NAME =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(Operator::text, o -> o));

  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  private final Compiler compiler;

  private final boolean isNegated;

  Operator(String text, Compiler compiler) {
    this.text = text;
    this.compiler = compiler;
    this.isNegated = false;
  }

  Operator(String text, Operator negated) {
    this.text = text;
    this.compiler = negated.compiler;
    this.isNegated = true;
  }

  static @Nullable Operator of(String name) {
    return BY_NAME.get(name);
  }

  private String text() {
    return text;
  }

  /** Whether it compares names and holds only for those that it is given. */
  boolean isForNames() {
    return switch (this) {
      case STRING_EQUALS, STRING_EQUALS_IGNORE_CASE, STRING_LIKE, ARN_EQUALS, ARN_LIKE, BOOL ->
          true;
      default -> false;
    };
  }

  /** Whether it holds if none of the values matches. */
  boolean isNegated() {
    return isNegated;
  }

  /**
   * Compiles the values of a policy.
   *
   * @throws MalformedPolicyException if one is not of the operator's type
   */
  ValueMatcher compile(List<String> values, boolean hasVariables) {
    return compiler.compile(values, hasVariables);
  }

  /** Makes a matcher of values. */
  @FunctionalInterface
  private interface Compiler {
    ValueMatcher compile(List<String> values, boolean hasVariables);
  }

  /** What an order must be. */
  @FunctionalInterface
  private interface Order {
    boolean holds(int order);
  }

  private static Compiler typed(Function<List<String>, ValueMatcher> compiler) {
    return (values, hasVariables) -> compiler.apply(values);
  }

  private static Compiler numeric(Order order) {
    return typed(
        values ->
            TypedMatcher.parse(
                values, Typed::number, (actual, value) -> order.holds(actual.compareTo(value))));
  }

  private static Compiler date(Order order) {
    return typed(
        values ->
            TypedMatcher.parse(
                values, Typed::time, (actual, value) -> order.holds(actual.compareTo(value))));
  }
}
