package io.larder.security.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values of the operators for what is more than text. A value of the request that is not of the
 * type matches nobody knows what.
 *
 * @param read the value that a text is; null if it is none
 * @param test whether the actual value is as a value of the policy asks
 */
record TypedMatcher<T>(List<T> values, Function<String, @Nullable T> read, BiPredicate<T, T> test)
    implements ValueMatcher {
  /**
   * Reads the values of a policy.
   *
   * @throws MalformedPolicyException if one is not of the type
   */
  static <T> TypedMatcher<T> parse(
      List<String> texts, Function<String, @Nullable T> read, BiPredicate<T, T> test) {
    List<T> values = new ArrayList<>(texts.size());
    for (String text : texts) {
      T value = read.apply(text);
      if (value == null) {
        throw new MalformedPolicyException("The policy failed legacy parsing");
      }
      values.add(value);
    }
    return new TypedMatcher<>(List.copyOf(values), read, test);
  }

  @Override
  public Verdict matchesAny(String actual, ConditionContext context) {
    T value = read.apply(actual);
    if (value == null) {
      return Verdict.UNKNOWN;
    }
    for (T wanted : values) {
      if (test.test(value, wanted)) {
        return Verdict.TRUE;
      }
    }
    return Verdict.FALSE;
  }
}
