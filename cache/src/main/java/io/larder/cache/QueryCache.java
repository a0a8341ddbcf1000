package io.larder.cache;

import com.github.benmanes.caffeine.cache.Cache;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ItemPage;
import io.larder.store.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of Query and Scan, each with the version at which it was read. */
final class QueryCache {
  /** A page and the version of its item collection (Query) or table (Scan) before it was read. */
  private record Entry(ItemPage page, long version, int weight) {}

  /** Rough cost in bytes of an entry's key and objects. */
  private static final int OVERHEAD = 640;

  /** How much larger expressions are in memory than what they name and compare with. */
  private static final int KEY_EXPANSION = 4;

  /** Rough cost in bytes of an item's objects beside its JSON. */
  private static final int ITEM_OVERHEAD = 48;

  private final @Nullable Cache<PageKey, Entry> cache;
  private final boolean negativeEntries;
  private final Evictions evictions = new Evictions();

  QueryCache(CacheOptions options) {
    this.negativeEntries = options.negativeEntries();
    this.cache =
        options.cachesQueries()
            ? CaffeineCaches.weighted(
                options.queryCacheBytes(),
                options.queryTtl(),
                options.ticker(),
                evictions,
                (_, entry) -> entry.weight())
            : null;
  }

  private static int weight(PageKey key, ItemPage page) {
    PageKey.Shape shape = key.shape();
    int weight = OVERHEAD + KEY_EXPANSION * (int) shape.weight();
    List<Item> items = page.items();
    if (items != null) {
      for (Item item : items) {
        weight += item.heldBytes() + ITEM_OVERHEAD;
      }
    }
    return weight;
  }

  /** The page for that key if it was read at exactly this version, otherwise null. */
  @Nullable ItemPage get(PageKey key, long version) {
    Entry entry = cache == null ? null : cache.getIfPresent(key);
    return entry != null && entry.version() == version ? entry.page() : null;
  }

  /** Stores a page read at that version. A version that has passed meanwhile does no harm. */
  void fill(PageKey key, ItemPage page, long version) {
    if (cache != null && (page.count() > 0 || negativeEntries)) {
      cache.put(key, new Entry(page, version, weight(key, page)));
    }
  }

  void forget(Table table) {
    if (cache != null) {
      CaffeineCaches.removeInBackground(cache, key -> key.tableId() == table.id());
    }
  }

  CacheStatistics.Of statistics(long hits, long misses) {
    return CaffeineCaches.statistics(cache, evictions, hits, misses);
  }
}
