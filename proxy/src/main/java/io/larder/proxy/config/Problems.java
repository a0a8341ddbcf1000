package io.larder.proxy.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a group of keys, gathered so that all of it is reported together. */
final class Problems {
  private static final int MAX_PORT = 65_535;

  private final List<String> messages = new ArrayList<>();

  /** Records that the value of {@code key} breaks a rule, unless it is {@code kept}. */
  Problems require(boolean kept, String key, String rule) {
    if (!kept) {
      messages.add(key + ": " + rule);
    }
    return this;
  }

  Problems port(int value, String key) {
    return require(value >= 0 && value <= MAX_PORT, key, "must be from 0 to 65535, not " + value);
  }

  Problems atLeast(long minimum, long value, String key) {
    return require(value >= minimum, key, "must be at least " + minimum + ", not " + value);
  }

  Problems notNegative(Duration value, String key) {
    return require(!value.isNegative(), key, "must not be negative");
  }

  Problems notBlank(String value, String key) {
    return require(!value.isBlank(), key, "must not be empty");
  }

  void throwIfAny() {
    if (!messages.isEmpty()) {
      throw new InvalidConfigurationException(messages);
    }
  }
}
