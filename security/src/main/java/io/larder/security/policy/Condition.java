package io.larder.security.policy;

import io.larder.security.policy.Template.Wildcard;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One key of a condition, with its operator and values. */
sealed interface Condition {
  String NULL = "Null";
  String IF_EXISTS = "IfExists";

  /** Whether it holds for a request. */
  Verdict test(ConditionContext context);

  /** Adds the keys that it asks for. */
  void addKeysTo(Set<String> keys);

  /** In lower case. */
  String key();

  /** Whether it asks what a request says of items, rather than who sends it and how. */
  default boolean isAboutItems() {
    return key().startsWith("dynamodb:") || key().startsWith("dax:");
  }

  /** Whether it only asks whether its key is there. */
  default boolean isNull() {
    return false;
  }

  /** Whether it holds only for callers, or ways in, that it names one by one. */
  default boolean fixesCaller() {
    return false;
  }

  /** What is hardly meant so; null if nothing is. */
  default @Nullable String warning(Effect effect, boolean testsAbsence) {
    return null;
  }

  /**
   * Compiles a condition.
   *
   * @param name of an operator
   * @throws MalformedPolicyException if a value is not of the operator's type
   */
  static Condition of(String name, String key, List<String> values, boolean hasVariables) {
    String lower = Wildcard.lower(key);
    if (name.equals(NULL)) {
      Set<Boolean> wanted = new HashSet<>();
      for (String value : values) {
        Boolean truth = Typed.truth(value);
        if (truth == null) {
          throw PolicyReader.legacy();
        }
        wanted.add(truth);
      }
      return new Null(lower, Set.copyOf(wanted));
    }
    Operator operator = operator(name);
    if (operator == null) {
      throw PolicyJson.syntax();
    }
    return new Comparison(
        Quantifier.of(name),
        operator,
        name.endsWith(IF_EXISTS),
        lower,
        operator.compile(values, hasVariables));
  }

  /** Whether there is an operator of that name. */
  static boolean isOperator(String name) {
    return name.equals(NULL) || operator(name) != null;
  }

  private static @Nullable Operator operator(String name) {
    String rest = name.substring(Quantifier.of(name).prefix().length());
    return Operator.of(
        rest.endsWith(IF_EXISTS) ? rest.substring(0, rest.length() - IF_EXISTS.length()) : rest);
  }

  /** How the values of a request are taken together. */
  enum Quantifier {
    /** There is one value. */
    NONE(""),
    ANY("ForAnyValue:"),
    ALL("ForAllValues:");

    private final String prefix;

    Quantifier(String prefix) {
      this.prefix = prefix;
    }

    String prefix() {
      return prefix;
    }

    /** The one that the name of an operator begins with. */
    static Quantifier of(String name) {
      return name.startsWith(ANY.prefix) ? ANY : name.startsWith(ALL.prefix) ? ALL : NONE;
    }
  }

  /** Asks whether a key is absent. */
  record Null(String key, Set<Boolean> values) implements Condition {
    @Override
    public Verdict test(ConditionContext context) {
      List<String> actual = context.values(key);
      return Verdict.of(values.contains(actual == null || actual.isEmpty()));
    }

    @Override
    public void addKeysTo(Set<String> keys) {
      keys.add(key);
    }

    @Override
    public boolean isNull() {
      return true;
    }
  }

  /**
   * Compares the values of a key.
   *
   * @param key in lower case
   */
  record Comparison(
      Quantifier quantifier, Operator operator, boolean ifExists, String key, ValueMatcher matcher)
      implements Condition {
    @Override
    public Verdict test(ConditionContext context) {
      List<String> actual = context.values(key);
      if (actual == null || actual.isEmpty()) {
        return Verdict.of(ifExists || holdsWithoutValue());
      }
      return switch (quantifier) {
        // A key that may have several values matches only where the policy says how they count.
        case NONE ->
            actual.size() > 1 || context.isMultiValued(key)
                ? Verdict.FALSE
                : test(actual.getFirst(), context);
        case ANY -> {
          Verdict verdict = Verdict.FALSE;
          for (int i = 0; i < actual.size() && verdict != Verdict.TRUE; i++) {
            verdict = verdict.or(test(actual.get(i), context));
          }
          yield verdict;
        }
        case ALL -> {
          Verdict verdict = Verdict.TRUE;
          for (int i = 0; i < actual.size() && verdict != Verdict.FALSE; i++) {
            verdict = verdict.and(test(actual.get(i), context));
          }
          yield verdict;
        }
      };
    }

    private boolean holdsWithoutValue() {
      return switch (quantifier) {
        case NONE -> operator.isNegated();
        case ANY -> false;
        case ALL -> true;
      };
    }

    private Verdict test(String value, ConditionContext context) {
      Verdict verdict = matcher.matchesAny(value, context);
      return operator.isNegated() ? verdict.not() : verdict;
    }

    @Override
    public void addKeysTo(Set<String> keys) {
      keys.add(key);
      matcher.addKeysTo(keys);
    }

    @Override
    public boolean fixesCaller() {
      return !ifExists
          && quantifier != Quantifier.ALL
          && operator.isForNames()
          && ConditionKeys.namesCallers(key)
          && matcher.isFixed();
    }

    @Override
    public @Nullable String warning(Effect effect, boolean testsAbsence) {
      if (quantifier == Quantifier.NONE && ConditionKeys.isMultiValued(key)) {
        return key
            + " may have several values: without ForAllValues or ForAnyValue this never matches";
      }
      if (quantifier == Quantifier.ALL && effect == Effect.ALLOW && !testsAbsence) {
        return "ForAllValues holds if " + key + " is absent, as with Scan: ask for it with Null";
      }
      return null;
    }
  }

  /** What a test comes to. Nobody knows, if a value is not of the form that the test is about. */
  enum Verdict {
    FALSE,
    UNKNOWN,
    TRUE;

    static Verdict of(boolean isTrue) {
      return isTrue ? TRUE : FALSE;
    }

    Verdict not() {
      return switch (this) {
        case FALSE -> TRUE;
        case UNKNOWN -> UNKNOWN;
        case TRUE -> FALSE;
      };
    }

    Verdict or(Verdict other) {
      return compareTo(other) >= 0 ? this : other;
    }

    Verdict and(Verdict other) {
      return compareTo(other) <= 0 ? this : other;
    }

    /** Whether a statement applies: denials also if nobody knows, so that it fails closed. */
    boolean applies(Effect effect) {
      return this == TRUE || (this == UNKNOWN && effect == Effect.DENY);
    }
  }
}
