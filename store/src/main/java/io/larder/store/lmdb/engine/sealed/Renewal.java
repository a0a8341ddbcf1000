package io.larder.store.lmdb.engine.sealed;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * When the next data key takes the place of one, and what it is made of.
 *
 * @param random must not be foreseeable, nor the same after a restart
 * @param nanos a clock
 * @param age how long a data key seals
 * @param messages how many values it seals
 */
public record Renewal(RandomGenerator random, LongSupplier nanos, Duration age, long messages) {
  /** Half of what may be sealed by one key of GCM with nonces that are never the same. */
  public static final long MAX_MESSAGES = 1L << 31;

  public Renewal {
    if (age.isNegative() || age.isZero() || messages < 1 || messages > MAX_MESSAGES) {
      throw new IllegalArgumentException("a data key must be renewed");
    }
  }
}
