package io.larder.security.policy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One statement, compiled.
 *
 * @param sid null if it has none
 * @param principals null where the kind of policy names none: the statement is about everyone
 * @param position where it stands in its document
 */
record Statement(
    @Nullable String sid,
    Effect effect,
    @Nullable PrincipalElement principals,
    Scope actions,
    Scope resources,
    List<Condition> conditions,
    Position position) {
  /** What a statement is about: what one of the patterns matches, or all but that. */
  record Scope(List<Pattern> patterns, boolean isInverted) {
    static final Scope ALL = new Scope(List.of(), true);

    /** Whether it is about everything there is. */
    boolean isEverything() {
      return isInverted ? patterns.isEmpty() : patterns.stream().anyMatch(Pattern::isEverything);
    }

    boolean matches(String text, ConditionContext context) {
      for (Pattern pattern : patterns) {
        if (pattern.matches(text, context)) {
          return !isInverted;
        }
      }
      return isInverted;
    }
  }

  static Statement denyAll() {
    return new Statement(null, Effect.DENY, null, Scope.ALL, Scope.ALL, List.of(), Position.NONE);
  }

  /** Whether it may apply to one request and not to the next of the same caller. */
  boolean isConditional() {
    return !conditions.isEmpty() || resources.patterns().stream().anyMatch(Pattern::hasVariables);
  }

  boolean allowsEverything() {
    return effect == Effect.ALLOW && actions.isEverything() && resources.isEverything();
  }

  /** Whether everyone is let in, wherever from. */
  boolean isPublic() {
    return effect == Effect.ALLOW
        && principals != null
        && principals.isEveryone()
        && conditions.stream().noneMatch(Condition::fixesCaller);
  }

  void addKeysTo(Set<String> keys) {
    resources.patterns().forEach(pattern -> pattern.addKeysTo(keys));
    conditions.forEach(condition -> condition.addKeysTo(keys));
  }

  void addWarningsTo(List<String> warnings) {
    String name = sid == null ? "Statement at line " + position.startLine() : "Statement " + sid;
    boolean testsAbsence = conditions.stream().anyMatch(Condition::isNull);
    for (Condition condition : conditions) {
      String warning = condition.warning(effect, testsAbsence);
      if (warning != null) {
        warnings.add(name + ": " + warning);
      }
    }
  }
}
