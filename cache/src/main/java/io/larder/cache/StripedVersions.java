package io.larder.cache;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A fixed array of version numbers to which things that change are hashed. A version is even while
 * what it stands for is stable and odd while a commit that touches it is under way. Two things that
 * share a stripe are invalidated together: that costs a miss, never a stale answer.
 *
 * <p>One thread, the store's writer, changes versions; any number read them.
 */
final class StripedVersions {
  /** Returned instead of a version while the stripe is in flux; equal to no version. */
  static final long IN_FLUX = -1;

  private final AtomicLongArray versions;
  private final int mask;

  /**
   * @param stripes a power of two
   */
  StripedVersions(int stripes) {
    if (Integer.bitCount(stripes) != 1) {
      throw new IllegalArgumentException("stripes must be a power of two: " + stripes);
    }
    versions = new AtomicLongArray(stripes);
    mask = stripes - 1;
  }

  /** The current version, or {@link #IN_FLUX}. */
  long current(long hash) {
    long version = versions.getAcquire(stripe(hash));
    return (version & 1) == 0 ? version : IN_FLUX;
  }

  /** True if the stripe is stable and still has this version. */
  boolean isCurrent(long hash, long version) {
    return versions.getAcquire(stripe(hash)) == version;
  }

  /** Before the commit. Calling it again before {@link #settle} changes nothing. */
  void markInFlux(long hash) {
    int stripe = stripe(hash);
    long version = versions.getPlain(stripe);
    if ((version & 1) == 0) {
      versions.set(stripe, version + 1);
    }
  }

  /** After the commit, done or given up. Calling it again changes nothing. */
  void settle(long hash) {
    int stripe = stripe(hash);
    long version = versions.getPlain(stripe);
    if ((version & 1) == 1) {
      versions.set(stripe, version + 1);
    }
  }

  private int stripe(long hash) {
    return (int) hash & mask;
  }
}
