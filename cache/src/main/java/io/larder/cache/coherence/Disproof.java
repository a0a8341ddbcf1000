package io.larder.cache.coherence;

import io.larder.cache.entries.ItemCache;
import io.larder.cache.entries.PageKey;
import io.larder.cache.entries.QueryCache;
import io.larder.cache.versions.StripedVersions;
import io.larder.cache.versions.Stripes;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.ItemPage;
import io.larder.store.PrimaryKey;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the store has answered against what is kept, where others change what is behind it and
 * nobody announces that. What differs is taken out: whoever has seen something newer is not shown
 * the older again.
 *
 * <p>A read that was under way before may be about to fill what is older than the answer, so it is
 * looked for first: it fills before it ends, and is either found there or by what it has filled.
 */
public final class Disproof {
  private final boolean isNeeded;
  private final Coherence coherence;
  private final ItemCache items;
  private final QueryCache pages;
  private final ReadsInFlight inFlight;

  /**
   * @param isNeeded false to leave alone whatever is kept
   */
  public Disproof(
      boolean isNeeded,
      Coherence coherence,
      ItemCache items,
      QueryCache pages,
      ReadsInFlight inFlight) {
    this.isNeeded = isNeeded;
    this.coherence = coherence;
    this.items = items;
    this.pages = pages;
    this.inFlight = inFlight;
  }

  /**
   * @param agrees whether the store's answer would have been the same, had this been the item
   */
  public void ofItem(PrimaryKey key, Predicate<@Nullable Item> agrees) {
    if (!isNeeded) {
      return;
    }
    long version = coherence.collections().versions().current(key.collection());
    if (inFlight.reads(key, version)) {
      coherence.outdated(key);
      return;
    }
    ItemCache.Entry kept = items.get(key);
    if (kept == null || agrees.test(kept.item())) {
      return;
    }
    if (version == StripedVersions.IN_FLUX) {
      // The write that is in flux voids all else when it ends, and may be what was seen.
      items.drop(key);
    } else {
      coherence.outdated(key);
    }
  }

  /** {@code stripes} and {@code hash} prove what is kept of the page. */
  public void ofPage(PageKey key, Stripes stripes, long hash, ItemPage answer) {
    if (!isNeeded) {
      return;
    }
    long version = stripes.versions().current(hash);
    if (inFlight.reads(key, version)) {
      coherence.outdated(stripes, hash);
      return;
    }
    ItemPage kept = pages.peek(key, stripes.versions().stripe(hash), hash, version);
    if (kept != null && !isSame(kept, answer)) {
      coherence.outdated(stripes, hash);
    }
  }

  /** What it cost aside. */
  private static boolean isSame(ItemPage one, ItemPage other) {
    return one.count() == other.count()
        && one.scannedCount() == other.scannedCount()
        && Objects.equals(one.lastEvaluatedKey(), other.lastEvaluatedKey())
        && Objects.equals(one.items(), other.items());
  }
}
