package io.larder.cache.statistics;

/** Why an entry left a cache. */
public enum Eviction {
  /** There was no more room for it. */
  SIZE,

  /** Its time to live was over. */
  EXPIRED,

  /** It was told to leave: by a write that left nothing in its place, or by who forgets entries. */
  INVALIDATED
}
