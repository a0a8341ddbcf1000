package io.larder.security.policy;

import java.util.Set;

/** The values that a policy gives for a key: is one of them what the request has? */
interface ValueMatcher {
  /** Whether one of the values matches. */
  Verdict matchesAny(String actual, ConditionContext context);

  /** Adds the condition keys that variables among the values name. */
  default void addKeysTo(Set<String> keys) {}
}
