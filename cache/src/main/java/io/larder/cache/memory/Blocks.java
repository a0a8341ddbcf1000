package io.larder.cache.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Records of bytes outside of the heap. A record is a chain of blocks of one size, so what one has
 * given back is of use for any other, and nothing is ever moved. Memory is taken in chunks when it
 * is needed first, up to a bound, and kept.
 *
 * <p>Readers take no lock. While one copies, the record may be given back and its blocks may be
 * written to for another one, so it may see rubbish; it goes nowhere where there is no block, and
 * looks afterwards whether the {@link HeldItem} still begins where it did. That is changed before
 * the blocks are given back: whoever has seen a byte of another record sees the change as well. It
 * may begin there again: then the first block has another stamp, which is odd until the record is
 * there.
 *
 * <p>A block begins with the number of the next one of its chain. In the first block of a record
 * its length and its stamp follow.
 */
final class Blocks {
  static final int BLOCK_BYTES = 256;

  private static final int MIN_CHUNK_BYTES = 16 * 1024;
  private static final int MAX_CHUNK_BYTES = 1024 * 1024;
  private static final int MIN_CHUNKS = 16;

  private static final int NONE = -1;
  private static final int LENGTH = Integer.BYTES;
  private static final int STAMP = 2 * Integer.BYTES;
  private static final int FIRST_HEAD = 3 * Integer.BYTES;
  private static final int HEAD = Integer.BYTES;
  private static final int FIRST_ROOM = BLOCK_BYTES - FIRST_HEAD;
  private static final int ROOM = BLOCK_BYTES - HEAD;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final Cleaner CLEANER = Cleaner.create();

  private final Arena arena = Arena.ofShared();
  private final int blocksPerChunk;
  private final int chunkShift;

  /** Those that have been taken, from the first on. Each stays; written to under the lock. */
  private final @Nullable MemorySegment[] chunks;

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.

  /** The first of the chain of all blocks that were given back. */
  private int free = NONE;

  private int freeCount;

  private int chunkCount;

  /** Blocks from that number on have never been given to anyone. */
  private int fresh;

  /** No block has that number or a higher one. */
  private int end;

  /** That of the record that was begun last; odd. */
  private int lastStamp = 1;

  /** The length of the longest record that there was. */
  private volatile int longest;

  /**
   * @param maxBytes most memory that is taken
   */
  Blocks(long maxBytes) {
    long ofChunk = Math.clamp(maxBytes / MIN_CHUNKS, MIN_CHUNK_BYTES, MAX_CHUNK_BYTES);
    this.blocksPerChunk = Math.toIntExact(Long.highestOneBit(ofChunk) / BLOCK_BYTES);
    this.chunkShift = Integer.numberOfTrailingZeros(blocksPerChunk);
    this.end = (int) Math.min(maxBytes / BLOCK_BYTES, Integer.MAX_VALUE - blocksPerChunk);
    this.chunks = new MemorySegment[Math.ceilDiv(end, blocksPerChunk)];
    // A reader that is late holds the segments, and is told that they are closed.
    CLEANER.register(this, arena::close);
  }

  /** How many bytes of blocks a record of that length takes. */
  static long bytesFor(int length) {
    return (long) BLOCK_BYTES * blocksFor(length);
  }

  private static int blocksFor(int length) {
    return length <= FIRST_ROOM ? 1 : 1 + Math.ceilDiv(length - FIRST_ROOM, ROOM);
  }

  /** Holds the record, or returns null if there is no room. */
  @Nullable HeldItem hold(int hash, byte[] bytes) {
    int first = write(bytes);
    return first == NONE ? null : new HeldItem(hash, first);
  }

  /**
   * Holds another record of as many blocks instead, unless that is gone or there is no room. For
   * one thread at a time.
   */
  boolean replace(HeldItem held, byte[] bytes) {
    int before = held.first();
    int first = before < 0 || bytesFor(bytes.length) != bytes(held) ? NONE : write(bytes);
    if (first == NONE) {
      return false;
    }
    boolean isHeld = held.move(before, first);
    giveBack(isHeld ? before : first);
    return isHeld;
  }

  private int take(int count, int length) {
    lock.lock();
    try {
      while (freeCount + fresh() < count) {
        if (!addChunk()) {
          return NONE;
        }
      }
      longest = Math.max(longest, length);
      int first = NONE;
      for (int taken = 0; taken < count; taken++) {
        int block = freeCount > 0 ? takeFree() : fresh++;
        // The last one that is taken is the first one of the chain.
        setNext(block, first);
        first = block;
      }
      lastStamp += 2;
      segment(first).set(INT, offset(first) + STAMP, lastStamp);
      return first;
    } finally {
      lock.unlock();
    }
  }

  /** How many blocks of the chunks were never used. */
  private int fresh() {
    return Math.min(end, chunkCount * blocksPerChunk) - fresh;
  }

  private int takeFree() {
    int block = free;
    free = next(block);
    freeCount--;
    return block;
  }

  private boolean addChunk() {
    if (chunkCount == chunks.length) {
      return false;
    }
    try {
      chunks[chunkCount] = arena.allocate((long) blocksPerChunk * BLOCK_BYTES, BLOCK_BYTES);
      chunkCount++;
      return true;
    } catch (OutOfMemoryError e) {
      // The system has no more: this is all that there will be.
      end = Math.min(end, chunkCount * blocksPerChunk);
      return false;
    }
  }

  /** Writes a record and returns its first block, or {@link #NONE}. */
  private int write(byte[] bytes) {
    int first = take(blocksFor(bytes.length), bytes.length);
    if (first == NONE) {
      return NONE;
    }
    VarHandle.storeStoreFence();
    segment(first).set(INT, offset(first) + LENGTH, bytes.length);
    int block = first;
    int head = FIRST_HEAD;
    for (int done = 0; done < bytes.length; ) {
      int size = Math.min(bytes.length - done, BLOCK_BYTES - head);
      MemorySegment.copy(bytes, done, segment(block), BYTE, offset(block) + head, size);
      done += size;
      head = HEAD;
      block = done < bytes.length ? next(block) : NONE;
    }
    VarHandle.releaseFence();
    segment(first).set(INT, offset(first) + STAMP, stamp(first) + 1);
    return first;
  }

  int stamp(int first) {
    return segment(first).get(INT, offset(first) + STAMP);
  }

  /** The first bytes of the record, {@code most} at most, or null if it is gone. */
  byte @Nullable [] read(HeldItem held, int most) {
    for (int first = held.first(); first >= 0; first = held.first()) {
      int stamp = stamp(first);
      VarHandle.acquireFence();
      byte[] bytes = copy(first, most);
      VarHandle.loadLoadFence();
      if (held.first() == first && stamp(first) == stamp && (stamp & 1) == 0) {
        return bytes;
      }
      // Another record has been put there, or is about to be known.
      Thread.onSpinWait();
    }
    return null;
  }

  /** What looks like a record there, or null; for who finds out later whether it is one. */
  byte @Nullable [] copy(int first, int most) {
    MemorySegment segment = segmentOrNull(first);
    if (segment == null) {
      return null;
    }
    long at = offset(first);
    int length = Math.min(segment.get(INT, at + LENGTH), most);
    if (length < 0 || length > longest) {
      return null;
    }
    byte[] bytes = new byte[length];
    int done = Math.min(length, FIRST_ROOM);
    MemorySegment.copy(segment, BYTE, at + FIRST_HEAD, bytes, 0, done);
    while (done < length) {
      int block = segment.get(INT, at);
      segment = segmentOrNull(block);
      if (segment == null) {
        return null;
      }
      at = offset(block);
      int size = Math.min(length - done, ROOM);
      MemorySegment.copy(segment, BYTE, at + HEAD, bytes, done, size);
      done += size;
    }
    return bytes;
  }

  /** How many bytes of blocks the record takes, which is not given back meanwhile; 0 if it was. */
  long bytes(HeldItem held) {
    int first = held.first();
    return first < 0 ? 0 : bytesFor(length(first));
  }

  /** Gives the record back, unless somebody has. */
  boolean giveBack(HeldItem held) {
    int first = held.leave();
    if (first < 0) {
      return false;
    }
    giveBack(first);
    return true;
  }

  private void giveBack(int first) {
    int count = blocksFor(length(first));
    int last = first;
    for (int i = 1; i < count; i++) {
      last = next(last);
    }
    lock.lock();
    try {
      setNext(last, free);
      free = first;
      freeCount += count;
    } finally {
      lock.unlock();
    }
  }

  /** How many bytes of blocks are in use. */
  long usedBytes() {
    lock.lock();
    try {
      return (long) BLOCK_BYTES * (fresh - freeCount);
    } finally {
      lock.unlock();
    }
  }

  private int length(int first) {
    return segment(first).get(INT, offset(first) + LENGTH);
  }

  private int next(int block) {
    return segment(block).get(INT, offset(block));
  }

  private void setNext(int block, int next) {
    segment(block).set(INT, offset(block), next);
  }

  private long offset(int block) {
    return (long) (block & (blocksPerChunk - 1)) * BLOCK_BYTES;
  }

  private MemorySegment segment(int block) {
    MemorySegment segment = segmentOrNull(block);
    if (segment == null) {
      throw new IllegalStateException("there is no block " + block);
    }
    return segment;
  }

  private @Nullable MemorySegment segmentOrNull(int block) {
    int chunk = block >>> chunkShift;
    return chunk < chunks.length ? chunks[chunk] : null;
  }
}
