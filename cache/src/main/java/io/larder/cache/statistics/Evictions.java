package io.larder.cache.statistics;

import java.util.concurrent.atomic.LongAdder;

/** Counts the entries that left a cache because of size or age, and their bytes. */
public final class Evictions {
  public final LongAdder entries = new LongAdder();
  public final LongAdder bytes = new LongAdder();
}
