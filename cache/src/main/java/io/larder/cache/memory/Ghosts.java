package io.larder.cache.memory;

/**
 * The hashes of records that have left, about as many as there are records: each has a place by its
 * bits, where the next one that comes takes it. For one thread at a time.
 */
final class Ghosts {
  private static final int SPREAD = 0x9E3779B9;
  private static final int LEAST = 1024;

  /** A bit of what is remembered; the hash has the others. */
  private static final int NEW = 1;

  private int[] hashes = new int[LEAST];
  private int shift = shiftOf(LEAST);

  private static int shiftOf(int places) {
    return Integer.SIZE - Integer.numberOfTrailingZeros(places);
  }

  private int place(int hash) {
    return (hash * SPREAD) >>> shift;
  }

  /** A record has left, which was new or had been asked for. */
  void add(int hash, boolean wasNew) {
    put((hash & ~NEW) | (wasNew ? NEW : 0));
  }

  private void put(int remembered) {
    hashes[place(remembered & ~NEW)] = remembered;
  }

  /** As what it is remembered. */
  enum Known {
    NOT,
    NEW,
    ASKED_FOR
  }

  /** Whether it is remembered; it is not any more. */
  Known take(int hash) {
    int place = place(hash & ~NEW);
    int remembered = hashes[place];
    // A hash of 0 is as if it were not there.
    if (remembered == 0 || (remembered & ~NEW) != (hash & ~NEW)) {
      return Known.NOT;
    }
    hashes[place] = 0;
    return (remembered & NEW) == 0 ? Known.ASKED_FOR : Known.NEW;
  }

  /** So many records there are now. */
  void expect(long records) {
    if (records <= hashes.length || hashes.length == 1 << (Integer.SIZE - 2)) {
      return;
    }
    int[] before = hashes;
    hashes = new int[2 * before.length];
    shift--;
    for (int hash : before) {
      if (hash != 0) {
        put(hash);
      }
    }
  }
}
