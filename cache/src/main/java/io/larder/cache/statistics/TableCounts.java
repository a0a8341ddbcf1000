package io.larder.cache.statistics;

import java.util.concurrent.atomic.LongAdder;

/** What the caches count of one table. For any number of threads. */
public final class TableCounts {
  private final Reads items = new Reads();
  private final Reads queries = new Reads();
  private final Reads scans = new Reads();
  private final Evictions itemEvictions = new Evictions();
  private final Evictions pageEvictions = new Evictions();

  private final Loads itemLoads = new Loads();
  private final Loads pageLoads = new Loads();

  /** What was read of the store because it was not in memory. */
  public static final class Loads {
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder refusedFills = new LongAdder();

    /** One that has taken so long. */
    public void loaded(long ofNanos) {
      count.increment();
      nanos.add(ofNanos);
    }

    /** It was not kept, because something was written meanwhile. */
    public void refused() {
      refusedFills.increment();
    }

    public long count() {
      return count.sum();
    }

    public long nanos() {
      return nanos.sum();
    }

    public long refusedFills() {
      return refusedFills.sum();
    }

    private void add(Loads other) {
      count.add(other.count());
      nanos.add(other.nanos());
      refusedFills.add(other.refusedFills());
    }
  }

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

  /** Items that were read of the store. */
  public Loads itemLoads() {
    return itemLoads;
  }

  /** The same of pages. */
  public Loads pageLoads() {
    return pageLoads;
  }

  /** Adds what another has counted. */
  public void add(TableCounts other) {
    items.add(other.items);
    queries.add(other.queries);
    scans.add(other.scans);
    itemLoads.add(other.itemLoads);
    pageLoads.add(other.pageLoads);
    itemEvictions.add(other.itemEvictions);
    pageEvictions.add(other.pageEvictions);
  }
}
