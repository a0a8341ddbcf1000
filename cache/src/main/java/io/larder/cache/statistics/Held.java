package io.larder.cache.statistics;

import java.util.concurrent.atomic.LongAdder;

/** How much is held of one table. For any number of threads. */
public final class Held {
  private final LongAdder entries = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  public void add(long ofBytes) {
    entries.increment();
    bytes.add(ofBytes);
  }

  public void remove(long ofBytes) {
    entries.decrement();
    bytes.add(-ofBytes);
  }

  public long entries() {
    return entries.sum();
  }

  public long bytes() {
    return bytes.sum();
  }
}
