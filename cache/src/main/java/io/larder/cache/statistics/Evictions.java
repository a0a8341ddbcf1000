package io.larder.cache.statistics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts the entries that left a cache, and their bytes, by cause. For any number of threads. */
public final class Evictions {
  private final Map<Eviction, LongAdder> entries = adders();
  private final Map<Eviction, LongAdder> bytes = adders();

  private static Map<Eviction, LongAdder> adders() {
    Map<Eviction, LongAdder> adders = new EnumMap<>(Eviction.class);
    for (Eviction cause : Eviction.values()) {
      adders.put(cause, new LongAdder());
    }
    return adders;
  }

  private static LongAdder of(Eviction cause, Map<Eviction, LongAdder> adders) {
    return Objects.requireNonNull(adders.get(cause));
  }

  public void count(Eviction cause, long ofBytes) {
    of(cause, entries).increment();
    of(cause, bytes).add(ofBytes);
  }

  public long entries(Eviction cause) {
    return of(cause, entries).sum();
  }

  public long bytes(Eviction cause) {
    return of(cause, bytes).sum();
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
      of(cause, entries).add(other.entries(cause));
      of(cause, bytes).add(other.bytes(cause));
    }
  }
}
