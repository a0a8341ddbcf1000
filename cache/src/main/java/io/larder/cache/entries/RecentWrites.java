package io.larder.cache.entries;

import io.larder.cache.versions.StripedVersions;
import io.larder.store.PrimaryKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The items that the last writes of some stripes were about, by the version that each has left. By
 * them a page that was read at an older version is shown to be what would be read now: all writes
 * between are known, and none was of an item that the page depends on ({@link SortInterval}).
 *
 * <p>A write is only known if it was alone on its stripe, from the version before until the one
 * that it has left: then that one is its own. A version that was left in any other way is known by
 * nothing, and what is older stays outdated.
 *
 * <p>Only stripes are looked after on which a page was kept lately. Two that share a place take it
 * from each other, which costs misses. For any number of threads.
 */
public final class RecentWrites {
  /** So many versions are known of a stripe. */
  private static final int VERSIONS = 16;

  /** A write of more items of one stripe is not known. */
  private static final int MAX_ITEMS = 4;

  /** Nor is one whose keys have more bytes. */
  private static final int MAX_KEY_BYTES = 512;

  private static final int MIN_PLACES = 64;
  private static final int MAX_PLACES = 1 << 16;

  /** So many bytes of pages there are to a place, whose writes take some hundred bytes. */
  private static final int PAGE_BYTES = 128 << 10;

  private final AtomicReferenceArray<@Nullable Stripe> places;
  private final int mask;

  private RecentWrites(int places) {
    this.places = new AtomicReferenceArray<>(places);
    this.mask = places - 1;
  }

  /** For a query cache of that size. */
  public static RecentWrites of(long queryCacheBytes) {
    long wanted = Math.clamp(queryCacheBytes / PAGE_BYTES, MIN_PLACES, MAX_PLACES);
    return new RecentWrites(Math.toIntExact(Long.highestOneBit(wanted)));
  }

  /** What a write left: a version, and the items that it was about. */
  private record Known(long version, List<PrimaryKey> items) {}

  /** What is known of one stripe. */
  private static final class Stripe {
    final int number;
    final AtomicReferenceArray<@Nullable Known> writes = new AtomicReferenceArray<>(VERSIONS);

    Stripe(int number) {
      this.number = number;
    }
  }

  /** From now on the writes of that stripe are kept, for a page is. */
  public void watch(int stripe) {
    if (!isWatched(stripe)) {
      places.set(stripe & mask, new Stripe(stripe));
    }
  }

  public boolean isWatched(int stripe) {
    return at(stripe) != null;
  }

  private @Nullable Stripe at(int stripe) {
    Stripe found = places.getAcquire(stripe & mask);
    return found != null && found.number == stripe ? found : null;
  }

  /**
   * A write of those items is about to leave that version, unless it turns out not to have been
   * alone: then nobody will ever see that version.
   */
  public void add(int stripe, long version, List<PrimaryKey> items) {
    Stripe watched = at(stripe);
    if (watched != null && items.size() <= MAX_ITEMS && keyBytes(items) <= MAX_KEY_BYTES) {
      watched.writes.setRelease(place(version), new Known(version, List.copyOf(items)));
    }
  }

  private static int keyBytes(List<PrimaryKey> items) {
    int bytes = 0;
    for (PrimaryKey item : items) {
      bytes += item.partition().length + item.sort().length;
    }
    return bytes;
  }

  private static int place(long version) {
    return (int) (version >>> StripedVersions.VERSION_SHIFT) & (VERSIONS - 1);
  }

  /**
   * True if no write between the two versions, of which the later one is current, was of an item in
   * the interval of that collection.
   */
  public boolean spared(int stripe, long collection, SortInterval interval, long since, long now) {
    Stripe watched = at(stripe);
    long versions = (now - since) >>> StripedVersions.VERSION_SHIFT;
    if (watched == null || versions > VERSIONS) {
      return false;
    }
    for (long version = since; version != now; ) {
      version += StripedVersions.ONE_VERSION;
      Known write = watched.writes.getAcquire(place(version));
      if (write == null || write.version() != version || touches(write, collection, interval)) {
        return false;
      }
    }
    return true;
  }

  private static boolean touches(Known write, long collection, SortInterval interval) {
    for (PrimaryKey item : write.items()) {
      if (item.collection() == collection && interval.contains(item)) {
        return true;
      }
    }
    return false;
  }
}
