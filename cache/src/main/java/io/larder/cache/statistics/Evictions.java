package io.larder.cache.statistics;

import java.util.concurrent.atomic.LongAdder;

/** Counts the entries that left a cache, and their bytes, by cause. For any number of threads. */
public final class Evictions {
  private final LongAdder[] entries = adders();
  private final LongAdder[] bytes = adders();

  private static LongAdder[] adders() {
    LongAdder[] adders = new LongAdder[Eviction.values().length];
    for (int i = 0; i < adders.length; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
  }

  public void count(Eviction cause, long ofBytes) {
    entries[cause.ordinal()].increment();
    bytes[cause.ordinal()].add(ofBytes);
  }

  public long entries(Eviction cause) {
    return entries[cause.ordinal()].sum();
  }

  public long bytes(Eviction cause) {
    return bytes[cause.ordinal()].sum();
  }

  /** Those that left because of size or age. */
  public long entries() {
    return entries(Eviction.SIZE) + entries(Eviction.EXPIRED);
  }

  /** The bytes of {@link #entries()}. */
  public long bytes() {
    return bytes(Eviction.SIZE) + bytes(Eviction.EXPIRED);
  }

  /** Adds what another has counted. */
  void add(Evictions other) {
    for (Eviction cause : Eviction.values()) {
      entries[cause.ordinal()].add(other.entries(cause));
      bytes[cause.ordinal()].add(other.bytes(cause));
    }
  }
}
