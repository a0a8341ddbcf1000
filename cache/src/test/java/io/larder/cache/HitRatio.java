package io.larder.cache;

import io.larder.cache.entries.ItemCache;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.item.Item;
import io.larder.protocol.operation.PageRequest;
import io.larder.protocol.operation.PutItemRequest;
import io.larder.protocol.operation.ReturnConsumedCapacity;
import io.larder.protocol.operation.ScanRequest;
import io.larder.protocol.operation.ValidationLayer;
import io.larder.store.PrimaryKey;
import io.larder.store.Table;
import io.larder.store.lmdb.LmdbOptions;
import io.larder.store.lmdb.LmdbTableStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Measures hit ratios of the caches on traces, against an LRU of as many bytes and against the
 * rules that DAX documents; run by {@code load-tests/hit_ratio.py}. All go by one clock, on which a
 * request takes a millisecond.
 */
final class HitRatio {
  private static final int ITEMS = 100_000;
  private static final int TEXT = 300;
  private static final long CACHE_BYTES = 4L << 20;
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final int COLLECTION = 100;

  private final int requests;
  private final AtomicLong now = new AtomicLong();

  private HitRatio(int requests) {
    this.requests = requests;
  }

  public static void main(String[] arguments) {
    int requests = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
    System.out.println("| trace | Larder | LRU | DAX's rules |");
    System.out.println("|---|--:|--:|--:|");
    Zipf zipf = new Zipf(ITEMS, 0.99);
    new HitRatio(requests).items("Zipf 0.99", _ -> zipf.next(), 0);
    new HitRatio(requests)
        .items("Zipf 0.99 with a full Scan every 200,000 requests", _ -> zipf.next(), 200_000);
    int shift = Math.max(1, requests / 10);
    new HitRatio(requests)
        .items(
            "hot set that shifts ten times",
            request -> (zipf.next() + request / shift * 7_919) % ITEMS,
            0);
    System.out.println();
    System.out.println("| queries with writes | coherent | never invalidated | kept |");
    System.out.println("|---|--:|--:|--:|");
    for (int writes : new int[] {5, 20}) {
      new HitRatio(requests / 2).queries("whole collections", writes, null);
      new HitRatio(requests / 2).queries("first ten of a hundred", writes, 10);
    }
  }

  /** Draws ranks by Zipf's law. */
  private static final class Zipf {
    private final double[] sums;
    private final Random random = new Random(11);

    Zipf(int ranks, double exponent) {
      sums = new double[ranks];
      double sum = 0;
      for (int rank = 0; rank < ranks; rank++) {
        sum += 1 / Math.pow(rank + 1, exponent);
        sums[rank] = sum;
      }
    }

    int next() {
      int found = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
      return found < 0 ? -found - 1 : found;
    }
  }

  /** What was used longest ago leaves first; with a time to live, what is older than that too. */
  private final class Lru {
    private final LinkedHashMap<Object, Long> storedAt = new LinkedHashMap<>(16, 0.75f, true);
    private final long mostEntries;
    private final Duration ttl;
    private long hits;

    Lru(long entryBytes, Duration ttl) {
      this.mostEntries = CACHE_BYTES / entryBytes;
      this.ttl = ttl;
    }

    void read(Object key) {
      Long since = storedAt.get(key);
      if (since != null && (ttl.isZero() || now.get() - since < ttl.toNanos())) {
        hits++;
      } else {
        storedAt.put(key, now.get());
        if (storedAt.size() > mostEntries) {
          storedAt.remove(storedAt.keySet().iterator().next());
        }
      }
    }
  }

  private static Map<String, AttributeValue> item(int number) {
    return Tables.order("c" + number, number, "s".repeat(TEXT));
  }

  private CachingTableStore open(Duration ttl, long itemBytes, long queryBytes) {
    var store = LmdbTableStore.open(LmdbOptions.inMemory());
    store.change(Tables.create()).join();
    return CachingTableStore.over(
        store, new CacheOptions(itemBytes, ttl, queryBytes, Duration.ofDays(1), true, now::get));
  }

  private void items(String trace, IntUnaryOperator keys, int scanEvery) {
    CachingTableStore caches = open(TTL, CACHE_BYTES, CACHE_BYTES);
    try {
      for (int number = 0; number < ITEMS; number++) {
        caches.write(Tables.put(item(number))).join();
      }
      Table table = Objects.requireNonNull(caches.known(Tables.ORDERS));
      PrimaryKey any = table.primaryKey(Tables.key("c50000", 50_000));
      int bytes = ItemCache.weigh(any, Item.of(item(50_000)));
      caches.invalidateAll();
      var lru = new Lru(bytes, Duration.ZERO);
      var dax = new Lru(bytes, TTL);
      long before = caches.statistics().items().hits();
      for (int request = 0; request < requests; request++) {
        now.addAndGet(1_000_000);
        int number = keys.applyAsInt(request);
        caches.read(Tables.get(Tables.key("c" + number, number)));
        lru.read(number);
        dax.read(number);
        if (scanEvery > 0 && request % scanEvery == scanEvery - 1) {
          scan(caches);
          for (int each = 0; each < ITEMS; each++) {
            long hits = lru.hits;
            lru.read(each);
            lru.hits = hits;
          }
        }
      }
      long hits = caches.statistics().items().hits() - before;
      System.out.printf(
          "| %s | %.2f %% | %.2f %% | %.2f %% |%n",
          trace, percent(hits), percent(lru.hits), percent(dax.hits));
    } finally {
      caches.close();
    }
  }

  private double percent(long hits) {
    return 100.0 * hits / requests;
  }

  private static void scan(CachingTableStore caches) {
    Map<String, AttributeValue> start = null;
    do {
      var page = new PageRequest(null, null, null, null, null, start, false);
      start =
          caches
              .read(
                  new ScanRequest(
                      Tables.ORDERS,
                      null,
                      page,
                      ReturnConsumedCapacity.NONE,
                      ValidationLayer.OLDER))
              .page()
              .lastEvaluatedKey();
    } while (start != null);
  }

  private void queries(String trace, int writePercent, @Nullable Integer limit) {
    int collections = 200;
    CachingTableStore caches = open(Duration.ZERO, 0, 64L << 20);
    try {
      for (int number = 0; number < collections * COLLECTION; number++) {
        caches.write(write(number / COLLECTION, number % COLLECTION, 0)).join();
      }
      var zipf = new Zipf(collections, 0.99);
      var random = new Random(13);
      var never = new boolean[collections];
      long wouldHit = 0;
      long before = caches.statistics().queryHits();
      for (int request = 0; request < requests; request++) {
        now.addAndGet(1_000_000);
        int collection = zipf.next();
        if (random.nextInt(100) < writePercent) {
          caches.write(write(collection, random.nextInt(COLLECTION), request)).join();
        } else {
          caches.read(Tables.query("customer = :v", "c" + collection, limit));
          wouldHit += never[collection] ? 1 : 0;
          never[collection] = true;
        }
      }
      long hits = caches.statistics().queryHits() - before;
      System.out.printf(
          "| %s, %d %% writes | %,d | %,d | %.1f %% |%n",
          trace, writePercent, hits, wouldHit, 100.0 * hits / wouldHit);
    } finally {
      caches.close();
    }
  }

  private static PutItemRequest write(int collection, int number, int version) {
    return Tables.put(Tables.order("c" + collection, number, version + "s".repeat(TEXT)));
  }
}
