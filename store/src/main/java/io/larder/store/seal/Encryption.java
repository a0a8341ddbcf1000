package io.larder.store.seal;

import java.time.Duration;

/**
 * How a store is sealed.
 *
 * @param master keeps the master key, which wraps the store's own key
 * @param rotateAfter how long values are sealed with one data key
 * @param tableKeys keeps the keys that tables name
 * @param checkEvery how often those keys are looked after
 */
public record Encryption(
    KeyProvider master, Duration rotateAfter, KeySource tableKeys, Duration checkEvery) {
  /** As the service rotates nothing more often than that. */
  public static final Duration DEFAULT_ROTATION = Duration.ofDays(30);

  /** As long as the service remembers the key of a table. */
  public static final Duration DEFAULT_CHECK = Duration.ofMinutes(5);

  public Encryption {
    if (!rotateAfter.isPositive() || !checkEvery.isPositive()) {
      throw new IllegalArgumentException("times must be positive");
    }
  }

  /** With the defaults, and no keys that tables could name. */
  public static Encryption under(KeyProvider master) {
    return new Encryption(master, DEFAULT_ROTATION, KeySource.NONE, DEFAULT_CHECK);
  }

  public Encryption withTableKeys(KeySource other) {
    return new Encryption(master, rotateAfter, other, checkEvery);
  }
}
