package io.larder.cache.entries;

import com.github.benmanes.caffeine.cache.Cache;
import io.larder.cache.policy.Kept;
import io.larder.cache.statistics.CacheStatistics;
import io.larder.cache.statistics.Evictions;
import io.larder.cache.tables.CachedTables;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ItemPage;
import io.larder.store.Table;
import java.time.Duration;
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
    private volatile long version;

    Entry(ItemPage page, @Nullable SortInterval interval, long version, int weight) {
      this.page = page;
      this.interval = interval;
      this.version = version;
      this.weight = weight;
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
  private final Evictions evictions = new Evictions();

  /** False while pages are not to be kept at all. */
  private volatile boolean isKeeping;

  public QueryCache(CacheBounds bounds, CachedTables tables, RecentWrites recentWrites) {
    this.largest = bounds.maximumBytes() / LARGEST;
    this.tables = tables;
    this.recentWrites = recentWrites;
    this.isKeeping = !bounds.ttl().isZero();
    this.cache =
        bounds.isOff()
            ? null
            : CaffeineCaches.weighted(bounds, evictions, (_, entry) -> entry.weight);
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
   * stripe}; otherwise null.
   *
   * @param hash of the item collection or table, which is on that stripe
   */
  public @Nullable ItemPage get(PageKey key, int stripe, long hash, long version) {
    Entry entry = cache == null || !isKeeping ? null : cache.getIfPresent(key);
    return entry != null && isOf(entry, stripe, hash, version) ? entry.page : null;
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
      PageKey key, ItemPage page, int stripe, @Nullable SortInterval interval, long version) {
    if (cache == null || !isKeeping || (page.count() == 0 && !keepsAbsent(key))) {
      return;
    }
    int weight = weight(key, page, interval);
    if (weight > largest) {
      return;
    }
    if (interval != null) {
      recentWrites.watch(stripe);
    }
    cache.put(key, new Entry(page, interval, version, weight));
  }

  private boolean keepsAbsent(PageKey key) {
    return tables.of(key.tableId()).policy().keeps(Kept.ABSENT);
  }

  /** Has pages leave at that age; with zero none are kept. */
  public void expireAfter(Duration ttl) {
    if (cache == null) {
      return;
    }
    isKeeping = !ttl.isZero();
    if (isKeeping) {
      CaffeineCaches.expire(cache, ttl);
    } else {
      clear();
    }
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
