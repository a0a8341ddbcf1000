package io.larder.security.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A condition key whose value stands in a policy.
 *
 * @param key in lower case
 * @param otherwise what stands there if the key has no value; null if then nothing matches
 */
record Variable(String key, @Nullable String otherwise) {
  /** Its value; null if there is none, or not exactly one. */
  @Nullable String value(ConditionContext context) {
    List<String> values = context.values(key);
    if (values == null || values.isEmpty()) {
      return otherwise;
    }
    return values.size() == 1 && !context.isMultiValued(key) ? values.getFirst() : null;
  }
}
