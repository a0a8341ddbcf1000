package io.larder.cache.policy;

import java.time.Duration;
import java.util.Collections;
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

  /** What is longer is for ever. */
  private static final long MAX_SECONDS = Long.MAX_VALUE / 1_000_000_000L;

  private static final int SPREAD = 0x9E3779B9;

  public TablePolicy {
    kept = Collections.unmodifiableSet(copyOf(kept));
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

  /** Each read asks for some of it. */
  private static EnumSet<Kept> copyOf(Set<Kept> kept) {
    EnumSet<Kept> copy = EnumSet.noneOf(Kept.class);
    copy.addAll(kept);
    return copy;
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

  /** The same with other times to live. */
  public TablePolicy withTimes(Duration ofItems, Duration ofPages) {
    return new TablePolicy(
        ofItems,
        ofPages,
        negativeTtl,
        jitter,
        itemShare,
        kept,
        bypass,
        writeAround,
        hidesExpired,
        staleWhileRevalidate);
  }

  /**
   * For how many nanoseconds an item is answered after it was stored, {@link Long#MAX_VALUE} for
   * ever.
   *
   * @param isAbsence whether it is that there is none
   * @param hash of its key, by which those that were stored together do not end together
   */
  public long itemNanos(boolean isAbsence, int hash) {
    Duration ttl = isAbsence && negativeTtl != null ? negativeTtl : itemTtl;
    return ttl.isZero() ? Long.MAX_VALUE : shortened(nanos(ttl), hash);
  }

  /** Whether any item that is kept is not answered any more some day. */
  boolean endsItems() {
    return itemNanos(false, 0) != Long.MAX_VALUE || itemNanos(true, 0) != Long.MAX_VALUE;
  }

  private static long nanos(Duration ttl) {
    return ttl.toSeconds() > MAX_SECONDS ? Long.MAX_VALUE : ttl.toNanos();
  }

  private long shortened(long nanos, int hash) {
    if (jitter == 0 || nanos == Long.MAX_VALUE) {
      return nanos;
    }
    // The upper bits of the product are spread evenly, whatever the hash is like.
    double part = ((hash * SPREAD) >>> 1) / (double) Integer.MAX_VALUE;
    return (long) (nanos * (1 - jitter * part));
  }

  public boolean keeps(Kept what) {
    return kept.contains(what);
  }

  /** True if its items are answered from memory, and so may be there. */
  public boolean keepsItems() {
    return !bypass && kept.contains(Kept.ITEMS);
  }

  /** True if what a write leaves may be there. */
  public boolean keepsWrites() {
    return !writeAround && keepsItems();
  }

  /**
   * True if pages of that kind are answered from memory, and so may be there.
   *
   * @param of {@link Kept#QUERIES}, {@link Kept#INDEXES} or {@link Kept#SCANS}
   */
  public boolean keepsPages(Kept of) {
    return !bypass && !queryTtl.isZero() && kept.contains(of);
  }

  /** The time to live of a page, which has items or none. */
  public Duration ttlOfPage(boolean isEmpty) {
    Duration negative = negativeTtl;
    return isEmpty && negative != null ? negative : queryTtl;
  }

  /** The longest that a page may be there; zero if none may be. */
  Duration longestOfPages() {
    if (queryTtl.isZero()) {
      return Duration.ZERO;
    }
    Duration negative = ttlOfPage(true);
    return (negative.compareTo(queryTtl) > 0 ? negative : queryTtl).plus(staleWhileRevalidate);
  }

  /**
   * For how many nanoseconds a page is answered after it was stored.
   *
   * @param key by whose hash those that were stored together do not end together
   */
  public long pageNanos(boolean isEmpty, Object key) {
    long nanos = nanos(ttlOfPage(isEmpty));
    // The hash of a page's key is long work.
    return jitter == 0 ? nanos : shortened(nanos, key.hashCode());
  }
}
