package io.larder.security.policy;

import io.larder.security.policy.Condition.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values that a policy gives for a key: is one of them what the request has? */
interface ValueMatcher {
  /** Whether one of the values matches. */
  Verdict matchesAny(String actual, ConditionContext context);

  /** Whether there are values, and each is one value only. */
  boolean isFixed();

  /** Adds the condition keys that variables among the values name. */
  default void addKeysTo(Set<String> keys) {}

  /**
   * Values of the operators for strings and ARNs.
   *
   * @param literals those that stand for themselves
   * @param patterns the others
   */
  record TextMatcher(Set<String> literals, List<? extends Pattern> patterns)
      implements ValueMatcher {
    static TextMatcher equal(List<String> values, boolean hasVariables) {
      return of(values, false, hasVariables);
    }

    static TextMatcher like(List<String> values, boolean hasVariables) {
      return of(values, true, hasVariables);
    }

    private static TextMatcher of(List<String> values, boolean hasWildcards, boolean hasVariables) {
      List<Template> all =
          values.stream().map(value -> Template.parse(value, hasWildcards, hasVariables)).toList();
      Set<String> literals = new HashSet<>();
      for (Template template : all) {
        String literal = template.literal();
        if (literal != null) {
          literals.add(literal);
        }
      }
      return new TextMatcher(
          Set.copyOf(literals),
          all.stream().filter(template -> template.literal() == null).toList());
    }

    static TextMatcher arn(List<String> values, boolean hasVariables) {
      return new TextMatcher(
          Set.of(), values.stream().map(value -> ArnPattern.value(value, hasVariables)).toList());
    }

    /** Values that are compared without regard to case. */
    static ValueMatcher equalIgnoringCase(List<String> values, boolean hasVariables) {
      List<Template> templates =
          values.stream().map(value -> Template.parse(value, false, hasVariables)).toList();
      return new IgnoringCase(templates);
    }

    @Override
    public Verdict matchesAny(String actual, ConditionContext context) {
      if (literals.contains(actual)) {
        return Verdict.TRUE;
      }
      for (Pattern pattern : patterns) {
        if (pattern.matches(actual, context)) {
          return Verdict.TRUE;
        }
      }
      return Verdict.FALSE;
    }

    @Override
    public boolean isFixed() {
      return patterns.isEmpty() && !literals.isEmpty();
    }

    @Override
    public void addKeysTo(Set<String> keys) {
      patterns.forEach(pattern -> pattern.addKeysTo(keys));
    }

    private record IgnoringCase(List<Template> templates) implements ValueMatcher {
      @Override
      public Verdict matchesAny(String actual, ConditionContext context) {
        for (Template template : templates) {
          String text = template.text(context);
          if (text != null && text.equalsIgnoreCase(actual)) {
            return Verdict.TRUE;
          }
        }
        return Verdict.FALSE;
      }

      @Override
      public boolean isFixed() {
        return !templates.isEmpty()
            && templates.stream().allMatch(template -> template.literal() != null);
      }

      @Override
      public void addKeysTo(Set<String> keys) {
        templates.forEach(template -> template.addKeysTo(keys));
      }
    }
  }

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
          throw PolicyReader.legacy();
        }
        values.add(value);
      }
      return new TypedMatcher<>(List.copyOf(values), read, test);
    }

    @Override
    public boolean isFixed() {
      return !values.isEmpty();
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
}
