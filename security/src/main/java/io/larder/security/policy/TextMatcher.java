package io.larder.security.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Values of the operators for strings and ARNs.
 *
 * @param literals those that stand for themselves
 * @param patterns the others
 */
record TextMatcher(Set<String> literals, List<? extends Pattern> patterns) implements ValueMatcher {
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
        Set.copyOf(literals), all.stream().filter(template -> template.literal() == null).toList());
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
    public void addKeysTo(Set<String> keys) {
      templates.forEach(template -> template.addKeysTo(keys));
    }
  }
}
