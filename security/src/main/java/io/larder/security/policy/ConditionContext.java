package io.larder.security.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The condition keys of one request. Asked only for keys that a statement names, once it is known
 * to match otherwise; so values can be worked out when they are asked for.
 */
public interface ConditionContext {
  /** A context in which every key is absent. */
  ConditionContext EMPTY = key -> null;

  /**
   * Values of a key: strings as they are, numbers in canonical decimal form, binary as base64,
   * times as ISO 8601 or in seconds, truths as {@code true} and {@code false}.
   *
   * @param key in lower case, the part after the slash of {@code aws:principaltag/…} too
   * @return null or empty if the key is absent
   */
  @Nullable List<String> values(String key);

  /**
   * Whether a key may have several values, and so only matches with a set operator.
   *
   * @param key in lower case
   */
  default boolean isMultiValued(String key) {
    return ConditionKeys.isMultiValued(key);
  }

  /** This context, and where it has no value of a key, {@code other}. */
  default ConditionContext before(ConditionContext other) {
    return key -> {
      List<String> values = values(key);
      return values == null ? other.values(key) : values;
    };
  }

  /**
   * A context of given values. The keys may have any case; two that differ in case only are one.
   */
  static ConditionContext of(Map<String, List<String>> values) {
    Map<String, List<String>> lower = HashMap.newHashMap(values.size());
    values.forEach((key, list) -> lower.put(key.toLowerCase(Locale.ROOT), List.copyOf(list)));
    return lower::get;
  }
}
