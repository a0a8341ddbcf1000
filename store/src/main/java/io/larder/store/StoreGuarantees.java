package io.larder.store;

import java.time.Duration;

/**
 * What a store promises to those who keep copies of what they read from it.
 *
 * @param announcesAllWrites true if nothing changes but by writes that every {@link WriteObserver}
 *     heard begin; otherwise others write to what is behind the store
 * @param quietTime how long after {@link WriteScope#unknown} the write may still become visible;
 *     zero if it is decided by then
 * @param readLag how long after a write has ended a read may still see the state before it, as
 *     eventually consistent reads do; zero if none does
 * @param indexLag the same for reads of global secondary indexes
 * @param namesIndexPartitions true if {@link Touched} names the partitions of each index that a
 *     write touches; false if it names the indexes as a whole, by {@link ItemCollection#whole}
 * @param readsConsistently true if every read is a consistent one, whether it asks for that or not
 */
public record StoreGuarantees(
    boolean announcesAllWrites,
    Duration quietTime,
    Duration readLag,
    Duration indexLag,
    boolean namesIndexPartitions,
    boolean readsConsistently) {
  public StoreGuarantees {
    if (quietTime.isNegative() || readLag.isNegative() || indexLag.isNegative()) {
      throw new IllegalArgumentException("times must not be negative");
    }
  }

  /** Of a store that reads consistently what is asked for so. */
  public StoreGuarantees(
      boolean announcesAllWrites,
      Duration quietTime,
      Duration readLag,
      Duration indexLag,
      boolean namesIndexPartitions) {
    this(announcesAllWrites, quietTime, readLag, indexLag, namesIndexPartitions, false);
  }

  /** Of a store that announces all writes, and whose every read is a consistent one. */
  public static StoreGuarantees exact() {
    return new StoreGuarantees(true, Duration.ZERO, Duration.ZERO, Duration.ZERO, true, true);
  }

  /** Of a store whose every read sees what was written before, and that names what it touches. */
  public static StoreGuarantees consistent(boolean announcesAllWrites, Duration quietTime) {
    return new StoreGuarantees(announcesAllWrites, quietTime, Duration.ZERO, Duration.ZERO, true);
  }
}
