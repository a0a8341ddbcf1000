package io.larder.store.seal;

import java.time.Duration;

/**
 * How a store is sealed.
 *
 * @param master keeps the master key, which wraps the store's own key
 * @param rotateAfter how long values are sealed with one data key
 */
public record Encryption(KeyProvider master, Duration rotateAfter) {
  /** As the service rotates nothing more often than that. */
  public static final Duration DEFAULT_ROTATION = Duration.ofDays(30);

  public Encryption {
    if (rotateAfter.isNegative() || rotateAfter.isZero()) {
      throw new IllegalArgumentException("rotateAfter must be positive");
    }
  }

  /** With the defaults. */
  public static Encryption under(KeyProvider master) {
    return new Encryption(master, DEFAULT_ROTATION);
  }
}
