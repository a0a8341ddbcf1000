package io.larder.cache.advice;

import com.github.benmanes.caffeine.cache.Ticker;
import io.larder.store.PrimaryKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is read, in samples: for advice on other sizes and times, and for the keys that are read
 * most. Holds hashes of what it simulates, and few keys. For any number of threads; a read that is
 * not sampled costs a comparison.
 */
public final class AccessSamples {
  /** An item takes no less than its entry. */
  private static final int LEAST_ITEM = 256;

  private static final int LEAST_PAGE = 1024;

  private final @Nullable Ghosts items;
  private final @Nullable Ghosts pages;
  private final HotKeys hotKeys = new HotKeys();

  private AccessSamples(@Nullable Ghosts items, @Nullable Ghosts pages) {
    this.items = items;
    this.pages = pages;
  }

  /** Advises on nothing. */
  public static AccessSamples none() {
    return new AccessSamples(null, null);
  }

  /** For caches of these sizes, of which 0 is none. */
  public static AccessSamples of(
      long itemBytes, Duration itemTtl, long pageBytes, Duration pageTtl, Ticker ticker) {
    return new AccessSamples(
        itemBytes == 0 ? null : new Ghosts(itemBytes, LEAST_ITEM, itemTtl, ticker),
        pageBytes == 0 ? null : new Ghosts(pageBytes, LEAST_PAGE, pageTtl, ticker));
  }

  /** What an entry takes. */
  @FunctionalInterface
  public interface Weight {
    int bytes();
  }

  /** An item was read, from memory or not. */
  public void item(PrimaryKey key, Weight weight) {
    hotKeys.read(key);
    Ghosts ghosts = items;
    if (ghosts != null && ghosts.takes(key.hashCode())) {
      ghosts.read(id(key), weight.bytes(), 0, false);
    }
  }

  /** An item was written and stays in memory. */
  public void written(PrimaryKey key, Weight weight) {
    Ghosts ghosts = items;
    if (ghosts != null && ghosts.takes(key.hashCode())) {
      ghosts.written(id(key), weight.bytes());
    }
  }

  private static long id(PrimaryKey key) {
    return 31 * key.collection() + key.hashCode();
  }

  /**
   * A page was read.
   *
   * @param sampledBy the hash by which it is looked at or not
   * @param key by which it is kept
   * @param version at which it is right
   * @param isHit whether it was in memory: then an older one is as good, if it is there
   */
  public void page(int sampledBy, Object key, Weight weight, long version, boolean isHit) {
    Ghosts ghosts = pages;
    if (ghosts != null && ghosts.takes(sampledBy)) {
      long id = ((long) sampledBy << 32) ^ key.hashCode();
      ghosts.read(id, weight.bytes(), version, isHit);
    }
  }

  /** The caches have other times to live now. */
  public void live(Duration itemTtl, Duration pageTtl) {
    if (items != null) {
      items.live(itemTtl);
    }
    if (pages != null) {
      pages.live(pageTtl);
    }
  }

  /**
   * On the item cache; null if there is none.
   *
   * @param reads so many items were read, sampled or not
   */
  public @Nullable Advice onItems(long reads) {
    return items == null ? null : items.tell(reads);
  }

  /** The same on the query cache. */
  public @Nullable Advice onPages(long reads) {
    return pages == null ? null : pages.tell(reads);
  }

  /** The keys that are read most, the hottest first. */
  public List<HotKey> hottest(int most) {
    return hotKeys.hottest(most);
  }
}
