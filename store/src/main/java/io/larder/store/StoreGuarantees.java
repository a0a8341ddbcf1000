package io.larder.store;

import java.time.Duration;

/**
 * What a store promises to those who keep copies of what they read from it.
 *
 * @param announcesAllWrites true if nothing changes but by writes that every {@link WriteObserver}
 *     heard begin; otherwise others write to what is behind the store
 * @param quietTime how long after {@link WriteScope#unknown} the write may still become visible;
 *     zero if it is decided by then
 */
public record StoreGuarantees(boolean announcesAllWrites, Duration quietTime) {
  public StoreGuarantees {
    if (quietTime.isNegative()) {
      throw new IllegalArgumentException("the quiet time must not be negative");
    }
  }
}
