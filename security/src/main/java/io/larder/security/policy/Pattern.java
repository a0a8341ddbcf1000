package io.larder.security.policy;

import java.util.Set;

/** What an action or a resource must look like. */
sealed interface Pattern permits ActionPattern, ArnPattern, Template {
  /** Whether a text looks so; never, if the pattern has a variable without a value. */
  boolean matches(String text, ConditionContext context);

  /** Whether everything looks so. */
  boolean isEverything();

  /** Whether what matches depends on the request. */
  boolean hasVariables();

  /** Adds the condition keys that its variables name. */
  void addKeysTo(Set<String> keys);
}
