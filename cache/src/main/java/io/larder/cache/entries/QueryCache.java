package io.larder.cache.entries;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.larder.cache.policy.Kept;
import io.larder.cache.policy.Policies;
import io.larder.cache.policy.TablePolicy;
import io.larder.cache.statistics.CacheStatistics;
import io.larder.cache.statistics.Eviction;
import io.larder.cache.statistics.Evictions;
import io.larder.cache.tables.CachedTable;
import io.larder.cache.tables.CachedTables;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ItemPage;
import io.larder.store.Table;
import io.larder.store.TimeToLive;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pages of Query and Scan, each with the version at which it was read. */
public final class QueryCache {
  /** A page, and a version of its item collection (Query) or table (Scan) at which it was right. */
  private static final class Entry {
    private final ItemPage page;
    private final @Nullable SortInterval interval;
    private final int weight;
    private final long storedAt;
    private final Validity validity;
    private volatile long version;

    /** Set by who takes it out because its time is over. */
    private boolean isOver;

    Entry(
        ItemPage page,
        Validity validity,
        @Nullable SortInterval interval,
        long version,
        int weight,
        long storedAt) {
      this.page = page;
      this.validity = validity;
      this.interval = interval;
      this.version = version;
      this.weight = weight;
      this.storedAt = storedAt;
    }
  }

  /** Rough cost in bytes of an entry's key and objects. */
  private static final int OVERHEAD = 640;

  /** How much larger expressions are in memory than what they name and compare with. */
  private static final int KEY_EXPANSION = 4;

  /** Rough cost in bytes of an item's objects beside its JSON. */
  private static final int ITEM_OVERHEAD = 48;

  /** A page that takes more than this part of the cache is not admitted. */
  private static final int LARGEST = 8;

  private final long largest;
  private final CachedTables tables;
  private final RecentWrites recentWrites;
  private final @Nullable Cache<PageKey, Entry> cache;
  private final Ticker ticker;
  private final InstantSource clock;
  private final Evictions evictions = new Evictions();

  /**
   * @param clock tells the time by which items expire
   */
  public QueryCache(
      CacheBounds bounds, InstantSource clock, CachedTables tables, RecentWrites recentWrites) {
    this.largest = bounds.maximumBytes() / LARGEST;
    this.clock = clock;
    this.tables = tables;
    this.recentWrites = recentWrites;
    this.ticker = bounds.ticker();
    this.cache =
        bounds.isOff()
            ? null
            : CaffeineCaches.weighted(bounds, (_, entry) -> entry.weight, this::hasLeft);
  }

  /** What a page takes, in bytes. */
  public static int weigh(PageKey key, ItemPage page) {
    return weight(key, page, null);
  }

  private static int weight(PageKey key, ItemPage page, @Nullable SortInterval interval) {
    PageKey.Shape shape = key.shape();
    int weight = OVERHEAD + KEY_EXPANSION * (int) shape.weight();
    if (interval != null) {
      weight += interval.weight();
    }
    List<Item> items = page.items();
    if (items != null) {
      for (Item item : items) {
        weight += item.heldBytes() + ITEM_OVERHEAD;
      }
    }
    return weight;
  }

  /**
   * The page for that key if it is what would be read at this version, the current one of {@code
   * stripe}, and its table's policy has it answered; otherwise null.
   *
   * @param hash of the item collection or table, which is on that stripe
   * @param hiding by what items of the table are hidden; null if none are
   */
  public @Nullable ItemPage get(
      PageKey key, int stripe, long hash, long version, @Nullable TimeToLive hiding) {
    Entry entry = cache == null ? null : cache.getIfPresent(key);
    return entry != null
            && mayAnswer(key, entry)
            && isOf(entry, stripe, hash, version)
            && isValid(entry, hiding)
        ? entry.page
        : null;
  }

  private boolean isValid(Entry entry, @Nullable TimeToLive hiding) {
    return entry.validity.covers(
        hiding, hiding == null ? Long.MIN_VALUE : clock.instant().getEpochSecond());
  }

  /** As {@link #get}, whatever the policy; for who does not use it. */
  public @Nullable ItemPage peek(PageKey key, int stripe, long hash, long version) {
    Entry entry = cache == null ? null : cache.asMap().get(key);
    return entry != null && isOf(entry, stripe, hash, version) ? entry.page : null;
  }

  private boolean mayAnswer(PageKey key, Entry entry) {
    TablePolicy policy = tables.of(key.tableId()).policy();
    if (!policy.keepsPages(key.kind()) || !keeps(policy, entry.page)) {
      return false;
    }
    long age = ticker.read() - entry.storedAt;
    long ttl = ttlNanos(policy, key, entry.page);
    if (age < ttl) {
      return true;
    }
    if (age - ttl >= policy.staleWhileRevalidate().toNanos()) {
      expire(key, entry);
    }
    return false;
  }

  /**
   * The page that is not answered by {@link #get} any more because its time is over, if its table's
   * policy has it answered still; otherwise null. Where pages only age.
   */
  public @Nullable ItemPage stale(
      PageKey key, int stripe, long hash, long version, @Nullable TimeToLive hiding) {
    Entry entry = cache == null ? null : cache.asMap().get(key);
    if (entry == null || !isOf(entry, stripe, hash, version) || !isValid(entry, hiding)) {
      return null;
    }
    TablePolicy policy = tables.of(key.tableId()).policy();
    long past = ticker.read() - entry.storedAt - ttlNanos(policy, key, entry.page);
    boolean mayAnswer =
        policy.keepsPages(key.kind())
            && keeps(policy, entry.page)
            && past < policy.staleWhileRevalidate().toNanos();
    return mayAnswer ? entry.page : null;
  }

  private static long ttlNanos(TablePolicy policy, PageKey key, ItemPage page) {
    return policy.pageNanos(page.count() == 0, key);
  }

  private void expire(PageKey key, Entry entry) {
    if (cache != null) {
      entry.isOver = true;
      cache.asMap().remove(key, entry);
    }
  }

  private void hasLeft(PageKey key, Entry entry, RemovalCause cause) {
    CachedTable table = tables.of(key.tableId());
    table.heldPages().remove(entry.weight);
    @Nullable Eviction counted =
        switch (cause) {
          case SIZE -> Eviction.SIZE;
          case EXPIRED -> Eviction.EXPIRED;
          case EXPLICIT -> entry.isOver ? Eviction.EXPIRED : Eviction.INVALIDATED;
          // Another one is there; nothing is collected.
          case REPLACED, COLLECTED -> null;
        };
    if (counted != null) {
      evictions.count(counted, entry.weight);
      table.counts().pageEvictions().count(counted, entry.weight);
    }
  }

  private boolean isOf(Entry entry, int stripe, long hash, long version) {
    long known = entry.version;
    if (known == version) {
      return true;
    }
    SortInterval interval = entry.interval;
    if (interval == null || !recentWrites.spared(stripe, hash, interval, known, version)) {
      return false;
    }
    entry.version = version;
    return true;
  }

  /**
   * Stores a page read at that version. A version that has passed meanwhile does no harm.
   *
   * @param interval the items of its collection that it depends on, null for all
   */
  public void fill(
      PageKey key,
      ItemPage page,
      Validity validity,
      int stripe,
      @Nullable SortInterval interval,
      long version) {
    if (cache == null) {
      return;
    }
    CachedTable table = tables.of(key.tableId());
    TablePolicy policy = table.policy();
    if (!policy.keepsPages(key.kind()) || !keeps(policy, page)) {
      return;
    }
    int weight = weight(key, page, interval);
    if (weight > largest) {
      return;
    }
    if (interval != null) {
      recentWrites.watch(stripe);
    }
    table.heldPages().add(weight);
    cache.put(key, new Entry(page, validity, interval, version, weight, ticker.read()));
  }

  private static boolean keeps(TablePolicy policy, ItemPage page) {
    boolean isEmpty = page.count() == 0;
    return !isEmpty || (policy.keeps(Kept.ABSENT) && !policy.ttlOfPage(true).isZero());
  }

  /** The policies of tables are others now: what none of them keeps leaves, after a while. */
  public void treat(Policies policies) {
    if (cache == null) {
      return;
    }
    Duration longest = policies.longestOfPages();
    if (!longest.isZero()) {
      CaffeineCaches.expire(cache, longest);
    }
    CaffeineCaches.removeInBackground(
        cache, key -> !tables.of(key.tableId()).policy().keepsPages(key.kind()));
  }

  /** Forgets everything, after a while. */
  public void clear() {
    if (cache != null) {
      CaffeineCaches.removeInBackground(cache, _ -> true);
    }
  }

  /** The keys of what is kept; weakly consistent. */
  public Set<PageKey> keys() {
    return cache == null ? Set.of() : cache.asMap().keySet();
  }

  public void forget(Table table) {
    if (cache != null) {
      CaffeineCaches.removeInBackground(cache, key -> key.tableId() == table.id());
    }
  }

  public CacheStatistics.Of statistics(long hits, long misses) {
    return CaffeineCaches.statistics(cache, evictions, hits, misses);
  }
}
