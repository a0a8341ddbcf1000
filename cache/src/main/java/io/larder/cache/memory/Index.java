package io.larder.cache.memory;

import io.larder.cache.memory.Blocks.Link;
import io.larder.store.PrimaryKey;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds records by their keys: a hash table in stripes, each of which grows for itself. It has
 * nothing but numbers of blocks, so a garbage collector has nothing to follow.
 *
 * <p>One thread at a time changes it. Readers take no lock: a stripe has a version, which is odd
 * while it is being changed. Who finds the same even version after it has copied what it was
 * looking for has a record that was there all the time, because a record leaves its stripe before
 * its blocks are given back; who does not begins again.
 */
class Index {
  private static final int MIN_STRIPES = 16;
  private static final int MAX_STRIPES = 16 * 1024;
  private static final int BYTES_PER_STRIPE = 1024 * 1024;
  private static final int FIRST_TABLE = 8;
  private static final int SPREAD = 0x9E3779B9;

  /** Then a reader has to wait. */
  private static final int MAX_TRIES = 64;

  /** Whoever looked may have seen what is not so. */
  static final Found BUSY = new Found(Blocks.NONE, new byte[0]);

  private final Blocks blocks;
  private final int stripeMask;
  private final AtomicIntegerArray versions;

  /** Of each stripe the first record of each chain and one, or 0. */
  private final int[][] tables;

  private final int[] counts;

  /**
   * @param bytes most that all records take
   */
  Index(Blocks blocks, long bytes) {
    this.blocks = blocks;
    int stripes =
        (int) Long.highestOneBit(Math.clamp(bytes / BYTES_PER_STRIPE, MIN_STRIPES, MAX_STRIPES));
    this.stripeMask = stripes - 1;
    this.versions = new AtomicIntegerArray(stripes);
    this.tables = new int[stripes][FIRST_TABLE];
    this.counts = new int[stripes];
  }

  int stripes() {
    return stripeMask + 1;
  }

  private static int mixed(int hash) {
    int product = hash * SPREAD;
    return product ^ (product >>> (Integer.SIZE / 2));
  }

  private int stripe(int mixed) {
    return mixed & stripeMask;
  }

  private static int slot(int mixed, int[] table) {
    // The upper bits, which those of the stripe are not alone to make.
    return (mixed * SPREAD) >>> (Integer.numberOfLeadingZeros(table.length) + 1);
  }

  /** What a reader has found. */
  static final class Found {
    private final int first;
    private final byte[] bytes;

    private Found(int first, byte[] bytes) {
      this.first = first;
      this.bytes = bytes;
    }

    int first() {
      return first;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /**
   * The first bytes of the record of that key, {@code most} at most, or null if there is none. For
   * any thread; gives up and returns {@link #BUSY} where the stripe is being changed all the time.
   */
  @Nullable Found find(PrimaryKey key, int most) {
    int stripe = stripe(mixed(key.hashCode()));
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      int version = versions.getAcquire(stripe);
      if ((version & 1) == 0) {
        Found found = look(key, stripe, version, most);
        VarHandle.loadLoadFence();
        if (isStill(stripe, version)) {
          return found;
        }
      }
      Thread.onSpinWait();
    }
    return BUSY;
  }

  /** Whether nothing of the stripe has changed since it had that version. */
  boolean isStill(int stripe, int version) {
    return versions.getOpaque(stripe) == version;
  }

  private @Nullable Found look(PrimaryKey key, int stripe, int version, int most) {
    int hash = key.hashCode();
    int[] table = tables[stripe];
    int first = table[slot(mixed(hash), table)] - 1;
    while (first >= 0) {
      if (blocks.hash(first) == hash) {
        byte[] bytes = blocks.copy(first, most);
        if (bytes != null && HeldRecord.isOf(bytes, key)) {
          return new Found(first, bytes);
        }
      }
      first = blocks.get(Link.CHAIN, first);
      // What has changed may be a circle.
      if (versions.getOpaque(stripe) != version) {
        return null;
      }
    }
    return null;
  }

  // For who changes it.

  /** The record of that key, or {@link Blocks#NONE}. */
  int first(PrimaryKey key) {
    int stripe = stripe(mixed(key.hashCode()));
    Found found = look(key, stripe, versions.getPlain(stripe), HeldRecord.lengthOfKey(key));
    return found == null ? Blocks.NONE : found.first();
  }

  void add(int first) {
    int mixed = mixed(blocks.hash(first));
    int stripe = stripe(mixed);
    begin(stripe);
    if (counts[stripe]++ == tables[stripe].length) {
      grow(stripe);
    }
    link(tables[stripe], mixed, first);
    end(stripe);
  }

  private void link(int[] table, int mixed, int first) {
    int slot = slot(mixed, table);
    blocks.set(Link.CHAIN, first, table[slot] - 1);
    table[slot] = first + 1;
  }

  private void grow(int stripe) {
    int[] larger = new int[2 * tables[stripe].length];
    for (int head : tables[stripe]) {
      for (int first = head - 1; first >= 0; ) {
        int next = blocks.get(Link.CHAIN, first);
        link(larger, mixed(blocks.hash(first)), first);
        first = next;
      }
    }
    tables[stripe] = larger;
  }

  void remove(int first) {
    exchange(first, Blocks.NONE);
  }

  /** Puts another record of the same key in the place of one. */
  void replace(int first, int other) {
    exchange(first, other);
  }

  private void exchange(int first, int other) {
    int mixed = mixed(blocks.hash(first));
    int stripe = stripe(mixed);
    begin(stripe);
    int after = blocks.get(Link.CHAIN, first);
    int instead = after;
    if (other == Blocks.NONE) {
      counts[stripe]--;
    } else {
      blocks.set(Link.CHAIN, other, after);
      instead = other;
    }
    int[] table = tables[stripe];
    int slot = slot(mixed, table);
    if (table[slot] == first + 1) {
      table[slot] = instead + 1;
    } else {
      int before = table[slot] - 1;
      while (blocks.get(Link.CHAIN, before) != first) {
        before = blocks.get(Link.CHAIN, before);
      }
      blocks.set(Link.CHAIN, before, instead);
    }
    end(stripe);
  }

  /** Each record of that stripe, which may be removed. */
  void forEach(int stripe, IntConsumer each) {
    for (int head : tables[stripe]) {
      for (int first = head - 1; first >= 0; ) {
        int next = blocks.get(Link.CHAIN, first);
        each.accept(first);
        first = next;
      }
    }
  }

  private void begin(int stripe) {
    versions.setPlain(stripe, versions.getPlain(stripe) + 1);
    VarHandle.storeStoreFence();
  }

  private void end(int stripe) {
    versions.setRelease(stripe, versions.getPlain(stripe) + 1);
  }
}
