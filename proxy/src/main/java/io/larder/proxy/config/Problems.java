package io.larder.proxy.config;

import java.util.ArrayList;
import java.util.List;

/** What is wrong across the keys of a configuration, gathered so that all is reported together. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  /**
   * Records that the value of {@code key} breaks a rule, unless it is {@code kept}. What the rule
   * says depends on the values of the keys {@code beside}.
   */
  Problems require(boolean kept, String key, String rule, String... beside) {
    if (!kept) {
      found.add(new Problem(key, rule, List.of(beside)));
    }
    return this;
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidConfigurationException(found);
    }
  }
}
