package io.larder.cache.entries;

import com.github.benmanes.caffeine.cache.Cache;
import io.larder.cache.policy.Kept;
import io.larder.cache.statistics.CacheStatistics;
import io.larder.cache.statistics.Evictions;
import io.larder.cache.statistics.TableCounts;
import io.larder.cache.tables.CachedTables;
import io.larder.protocol.item.Item;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whole items by primary key, and the keys known to have none. Holds what the last commit left or
 * what a reader found since; whether that may be answered is not for it to say.
 */
public final class ItemCache {
  /** What is known of a key: its item, or that there is none. */
  public record Entry(@Nullable Item item) {
    public static final Entry ABSENT = new Entry(null);
  }

  /** Rough cost in bytes of an entry's objects beside the bytes of key and item. */
  private static final int OVERHEAD = 176;

  private final @Nullable Cache<PrimaryKey, Entry> cache;
  private final CachedTables tables;
  private final Evictions evictions = new Evictions();

  public ItemCache(CacheBounds bounds, CachedTables tables) {
    this.tables = tables;
    this.cache =
        bounds.isOff() ? null : CaffeineCaches.weighted(bounds, evictions, ItemCache::weight);
  }

  private static int weight(PrimaryKey key, Entry entry) {
    Item item = entry.item();
    return OVERHEAD
        + key.partition().length
        + key.sort().length
        + (item == null ? 0 : item.heldBytes());
  }

  /** What is known of the key, or null. */
  public @Nullable Entry get(PrimaryKey key) {
    return cache == null ? null : cache.getIfPresent(key);
  }

  /** True if something is known of the key; for who does not use it. */
  public boolean has(PrimaryKey key) {
    return cache != null && cache.asMap().containsKey(key);
  }

  /** Stores the image that a write left; while the key is in flux. */
  public void install(PrimaryKey key, Item item) {
    if (cache != null) {
      cache.put(key, new Entry(item));
    }
  }

  /** As {@link #install} for a deletion. */
  public void installAbsence(PrimaryKey key) {
    if (cache == null) {
      return;
    }
    if (keepsAbsent(key)) {
      cache.put(key, Entry.ABSENT);
    } else {
      drop(key);
    }
  }

  private boolean keepsAbsent(PrimaryKey key) {
    return tables.of(key.id()).policy().keeps(Kept.ABSENT);
  }

  /** Takes out what may be known of the key. Waits for a fill that is being made, as a put does. */
  public void drop(PrimaryKey key) {
    if (cache != null) {
      cache.invalidate(key);
    }
  }

  /**
   * Stores what a reader found, if {@code isStillValid} says so. It is asked under the entry's
   * lock: a write that puts the key in flux later installs its image later, over this one, or drops
   * it.
   */
  public void fill(PrimaryKey key, @Nullable Item item, BooleanSupplier isStillValid) {
    if (cache == null || (item == null && !keepsAbsent(key))) {
      return;
    }
    Entry found = item == null ? Entry.ABSENT : new Entry(item);
    cache.asMap().compute(key, (_, old) -> isStillValid.getAsBoolean() ? found : old);
  }

  /** What is known of a key, and since when. */
  public record Known(Entry entry, int bytes, Duration age) {}

  /** What is known of the key, for who only looks; or null. */
  public @Nullable Known peek(PrimaryKey key) {
    Entry entry = cache == null ? null : cache.policy().getIfPresentQuietly(key);
    return cache == null || entry == null
        ? null
        : new Known(
            entry,
            weight(key, entry),
            cache.policy().expireAfterWrite().orElseThrow().ageOf(key).orElse(Duration.ZERO));
  }

  /** Takes out all such; what is put in meanwhile may stay. Returns how many there were. */
  public long dropAll(Predicate<PrimaryKey> which) {
    long dropped = 0;
    if (cache != null) {
      for (PrimaryKey key : cache.asMap().keySet()) {
        if (which.test(key)) {
          cache.invalidate(key);
          dropped++;
        }
      }
    }
    return dropped;
  }

  /** The keys that are kept, those first that are likely to be asked for; so many at most. */
  public List<PrimaryKey> hottest(int most) {
    return cache == null
        ? List.of()
        : List.copyOf(cache.policy().eviction().orElseThrow().hottest(most).keySet());
  }

  /** Has items leave at that age; zero for never. */
  public void expireAfter(Duration ttl) {
    if (cache != null) {
      CaffeineCaches.expire(cache, ttl);
    }
  }

  /** Forgets everything, after a while. */
  public void clear() {
    if (cache != null) {
      CaffeineCaches.removeInBackground(cache, _ -> true);
    }
  }

  public void forget(Table table) {
    if (cache != null) {
      CaffeineCaches.removeInBackground(cache, key -> key.id() == table.id());
    }
  }

  public CacheStatistics.Of statistics(TableCounts.Reads reads) {
    return CaffeineCaches.statistics(cache, evictions, reads.hits(), reads.misses());
  }
}
