package io.larder.store.delivery;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is counted of one delivery. For any number of threads. */
public final class DeliveryFigures {
  private final String tableName;
  private final LongAdder units = new LongAdder();
  private final LongAdder throttled = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private volatile @Nullable Instant oldest;

  DeliveryFigures(String tableName) {
    this.tableName = tableName;
  }

  public void delivered(DeliveredChange change) {
    units.add(change.units());
  }

  public void throttled() {
    throttled.increment();
  }

  public void lost(long changes) {
    lost.add(changes);
  }

  /** Says when the oldest change was made that is known not to be delivered; null for none. */
  public void waitsSince(@Nullable Instant time) {
    oldest = time;
  }

  public String tableName() {
    return tableName;
  }

  /** Of changes that were delivered, one for each KB of an item. */
  public long units() {
    return units.sum();
  }

  /** How often a change was not taken because there were too many. */
  public long throttledChanges() {
    return throttled.sum();
  }

  /** Changes that were given up. */
  public long lostChanges() {
    return lost.sum();
  }

  /** How old the oldest change is that waits; 0 if none does. */
  public long ageMillis(Instant now) {
    Instant since = oldest;
    return since == null ? 0 : Math.max(0, now.toEpochMilli() - since.toEpochMilli());
  }
}
