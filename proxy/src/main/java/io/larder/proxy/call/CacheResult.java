package io.larder.proxy.call;

/** What the caches did for a call. */
public enum CacheResult {
  /** They were not asked, or the answer is not theirs to give. */
  NONE,
  HIT,
  MISS
}
