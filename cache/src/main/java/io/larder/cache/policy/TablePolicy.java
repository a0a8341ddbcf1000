package io.larder.cache.policy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the caches treat one table.
 *
 * @param itemTtl age, from the time of storing, at which an item is not answered any more; zero for
 *     never, as {@code record-ttl-millis} of DAX
 * @param queryTtl the same of pages; with zero none are kept, as {@code query-ttl-millis} of DAX
 * @param negativeTtl the same of what is not there; null for the one of items or pages
 * @param jitter by which part of itself each time to live is shortened at most, from 0 to 1,
 *     differently for each entry
 * @param itemShare most of the item cache that its items take, from 0 to 1, which is then kept free
 *     for them; null for what is left of those of others
 * @param kept what is kept at all
 * @param bypass whether all its reads go to the store, as if there were no caches
 * @param writeAround whether a write takes its item out of the item cache instead of leaving it
 *     there
 * @param hidesExpired whether items are not shown whose time to live, by the table's attribute, is
 *     over
 * @param staleWhileRevalidate for how long after their time to live pages and items are answered
 *     still, while they are read anew; only where the caches promise what DAX does
 */
public record TablePolicy(
    Duration itemTtl,
    Duration queryTtl,
    @Nullable Duration negativeTtl,
    double jitter,
    @Nullable Double itemShare,
    Set<Kept> kept,
    boolean bypass,
    boolean writeAround,
    boolean hidesExpired,
    Duration staleWhileRevalidate) {

  public TablePolicy {
    kept = Set.copyOf(kept);
    if (itemTtl.isNegative()
        || queryTtl.isNegative()
        || (negativeTtl != null && negativeTtl.isNegative())
        || staleWhileRevalidate.isNegative()) {
      throw new IllegalArgumentException("a time must not be negative");
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter must be from 0 to 1");
    }
    if (itemShare != null && !(itemShare >= 0 && itemShare <= 1)) {
      throw new IllegalArgumentException("a share must be from 0 to 1");
    }
  }

  /** Everything is kept, for those times. */
  public static TablePolicy of(Duration itemTtl, Duration queryTtl) {
    return new TablePolicy(
        itemTtl,
        queryTtl,
        null,
        0,
        null,
        Set.of(Kept.values()),
        false,
        false,
        false,
        Duration.ZERO);
  }

  /** The same, but that this is not kept. */
  public TablePolicy without(Kept what) {
    Set<Kept> others = EnumSet.allOf(Kept.class);
    others.removeIf(each -> each == what || !kept.contains(each));
    return new TablePolicy(
        itemTtl,
        queryTtl,
        negativeTtl,
        jitter,
        itemShare,
        others,
        bypass,
        writeAround,
        hidesExpired,
        staleWhileRevalidate);
  }

  public boolean keeps(Kept what) {
    return kept.contains(what);
  }
}
