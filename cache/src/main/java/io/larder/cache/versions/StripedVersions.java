package io.larder.cache.versions;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A fixed array of version numbers to which things that change are hashed. While writes may change
 * what a stripe stands for, it is in flux; each that ends leaves a new version. Two things that
 * share a stripe are invalidated together: that costs a miss, never a stale answer.
 *
 * <p>A stripe is one word: its low 16 bits count the writes in flux, the others are the version. So
 * a stable word is a version, and one load tells both. A version comes again after 2^48 writes of
 * the stripe, which no reader lives to see. For any number of threads.
 */
public final class StripedVersions {
  /** Returned instead of a version while the stripe is in flux; no word is equal to it. */
  public static final long IN_FLUX = -1;

  public static final int VERSION_SHIFT = 16;

  /** From one version to the next. */
  public static final long ONE_VERSION = 1L << VERSION_SHIFT;

  private static final long COUNT = ONE_VERSION - 1;

  /** Most writes in flux on one stripe; one more would make the last word {@link #IN_FLUX}. */
  public static final int MAX_IN_FLUX = (int) COUNT - 1;

  private final AtomicLongArray words;
  private final int mask;

  /**
   * @param stripes a power of two
   */
  StripedVersions(int stripes) {
    if (Integer.bitCount(stripes) != 1) {
      throw new IllegalArgumentException("stripes must be a power of two: " + stripes);
    }
    words = new AtomicLongArray(stripes);
    mask = stripes - 1;
  }

  /** The current version, or {@link #IN_FLUX}. */
  public long current(long hash) {
    long word = words.getAcquire(stripe(hash));
    return isStable(word) ? word : IN_FLUX;
  }

  /** True if the stripe is stable and still has this version. */
  public boolean isCurrent(long hash, long version) {
    return words.getAcquire(stripe(hash)) == version;
  }

  public int stripe(long hash) {
    return (int) hash & mask;
  }

  /** True of a word that says of its stripe that no write is in flux. */
  static boolean isStable(long word) {
    return (word & COUNT) == 0;
  }

  /**
   * Before a write may become visible. Returns the word as it was.
   *
   * @throws IllegalStateException if {@link #MAX_IN_FLUX} writes have entered: another one would
   *     count as a version
   */
  public long enter(int stripe) {
    while (true) {
      long word = words.get(stripe);
      if ((word & COUNT) == MAX_IN_FLUX) {
        throw new IllegalStateException("too many writes in flux at once: " + MAX_IN_FLUX);
      }
      if (words.compareAndSet(stripe, word, word + 1)) {
        return word;
      }
    }
  }

  /** For each {@link #enter}, once. */
  public void leave(int stripe) {
    words.addAndGet(stripe, ONE_VERSION - 1);
  }

  /** As if a write had entered and left. */
  void renew(long hash) {
    words.addAndGet(stripe(hash), ONE_VERSION);
  }

  int stripes() {
    return mask + 1;
  }

  /**
   * Leaves if nobody else has entered or left since {@link #enter} returned {@code before}, which
   * must be stable; otherwise does nothing.
   */
  boolean leaveAlone(int stripe, long before) {
    return words.compareAndSet(stripe, before + 1, before + ONE_VERSION);
  }
}
