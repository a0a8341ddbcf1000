package io.larder.cache.statistics;

import java.util.concurrent.atomic.LongAdder;

/** What the caches count of one table. For any number of threads. */
public final class TableCounts {
  private final Reads items = new Reads();
  private final Reads queries = new Reads();
  private final Reads scans = new Reads();
  private final Evictions itemEvictions = new Evictions();
  private final Evictions pageEvictions = new Evictions();

  /** How often something was found or not. */
  public static final class Reads {
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    public void hit() {
      hits.increment();
    }

    public void hit(int times) {
      hits.add(times);
    }

    public void miss() {
      misses.increment();
    }

    public void miss(int times) {
      misses.add(times);
    }

    public long hits() {
      return hits.sum();
    }

    public long misses() {
      return misses.sum();
    }

    private void add(Reads other) {
      hits.add(other.hits());
      misses.add(other.misses());
    }
  }

  /** Items, by whatever operation they are read. */
  public Reads items() {
    return items;
  }

  /** Pages of Query. */
  public Reads queries() {
    return queries;
  }

  /** Pages of Scan. */
  public Reads scans() {
    return scans;
  }

  /** Items that left the item cache. */
  public Evictions itemEvictions() {
    return itemEvictions;
  }

  /** Pages that left the query cache. */
  public Evictions pageEvictions() {
    return pageEvictions;
  }

  /** Adds what another has counted. */
  public void add(TableCounts other) {
    items.add(other.items);
    queries.add(other.queries);
    scans.add(other.scans);
    itemEvictions.add(other.itemEvictions);
    pageEvictions.add(other.pageEvictions);
  }
}
