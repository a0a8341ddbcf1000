package io.larder.cache.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Records of bytes outside of the heap. A record is a chain of blocks of one size, so what one has
 * given back is of use for any other, and nothing is ever moved. Memory is taken in chunks when it
 * is needed first, up to a bound, and kept.
 *
 * <p>A record is named by the number of its first block. Who reads one that may be given back
 * meanwhile may see rubbish: it goes nowhere where there is no block, and what it has seen is of
 * use only if it finds out afterwards that the record was there all the time ({@link Index}).
 *
 * <p>A block begins with the number of the next one of its chain. In the first block of a record
 * its length, the hash of its key and its {@link Link}s follow.
 */
final class Blocks {
  static final int BLOCK_BYTES = 256;

  /** No block. */
  static final int NONE = -1;

  /** Other records that the first block of a record names. */
  enum Link {
    /** The next one in the same chain of the {@link Index}. */
    CHAIN(0),
    /** The one that leaves before it. */
    BEFORE(1),
    /** The one that leaves after it. */
    AFTER(2),
    /** Which queue it is in. */
    QUEUE(3);

    private final int at;

    Link(int number) {
      at = FIRST_LINK + number * Integer.BYTES;
    }
  }

  private static final int MIN_CHUNK_BYTES = 16 * 1024;
  private static final int MAX_CHUNK_BYTES = 1024 * 1024;
  private static final int MIN_CHUNKS = 16;

  private static final int LENGTH = Integer.BYTES;
  private static final int HASH = LENGTH + Integer.BYTES;
  private static final int FIRST_LINK = HASH + Integer.BYTES;
  private static final int FIRST_HEAD = FIRST_LINK + Link.values().length * Integer.BYTES;
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

  /** Of each block of a chunk a byte that is free for use: readers may write there. */
  private final byte[] @Nullable [] marks;

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
    this.marks = new byte[chunks.length][];
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
      marks[chunkCount] = new byte[blocksPerChunk];
      chunkCount++;
      return true;
    } catch (OutOfMemoryError e) {
      // The system has no more: this is all that there will be.
      end = Math.min(end, chunkCount * blocksPerChunk);
      return false;
    }
  }

  /** Writes a record and returns its first block, or {@link #NONE} if there is no room. */
  int write(int hash, byte[] bytes) {
    int first = take(blocksFor(bytes.length), bytes.length);
    if (first == NONE) {
      return NONE;
    }
    segment(first).set(INT, offset(first) + LENGTH, bytes.length);
    segment(first).set(INT, offset(first) + HASH, hash);
    takeMark(first);
    int block = first;
    int head = FIRST_HEAD;
    for (int done = 0; done < bytes.length; ) {
      int size = Math.min(bytes.length - done, BLOCK_BYTES - head);
      MemorySegment.copy(bytes, done, segment(block), BYTE, offset(block) + head, size);
      done += size;
      head = HEAD;
      block = done < bytes.length ? next(block) : NONE;
    }
    return first;
  }

  /** The first bytes of a record, {@code most} at most, which is not given back meanwhile. */
  byte[] read(int first, int most) {
    byte[] bytes = copy(first, most);
    if (bytes == null) {
      throw new IllegalStateException("there is no record at " + first);
    }
    return bytes;
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

  /** How many bytes of blocks the record takes, which is not given back meanwhile. */
  long bytes(int first) {
    return bytesFor(segment(first).get(INT, offset(first) + LENGTH));
  }

  /** What was said to be the hash of its key; anything where there is no record. */
  int hash(int first) {
    MemorySegment segment = segmentOrNull(first);
    return segment == null ? 0 : segment.get(INT, offset(first) + HASH);
  }

  /** {@link #NONE} if there is none; anything where there is no record. */
  int get(Link link, int first) {
    MemorySegment segment = segmentOrNull(first);
    return segment == null ? NONE : segment.get(INT, offset(first) + link.at);
  }

  void set(Link link, int first, int other) {
    segment(first).set(INT, offset(first) + link.at, other);
  }

  /** Marks the record, or another one that has come to its place. */
  void mark(int first) {
    byte[] ofChunk = marks[first >>> chunkShift];
    int at = first & (blocksPerChunk - 1);
    // Only the first of many readers writes.
    if (ofChunk != null && ofChunk[at] == 0) {
      ofChunk[at] = 1;
    }
  }

  /** Takes the mark away; whether there was one. */
  boolean takeMark(int first) {
    byte[] ofChunk = Objects.requireNonNull(marks[first >>> chunkShift]);
    int at = first & (blocksPerChunk - 1);
    boolean isMarked = ofChunk[at] != 0;
    if (isMarked) {
      ofChunk[at] = 0;
    }
    return isMarked;
  }

  boolean isMarked(int first) {
    return Objects.requireNonNull(marks[first >>> chunkShift])[first & (blocksPerChunk - 1)] != 0;
  }

  /** Gives a record back, once, which nobody finds any more. */
  void giveBack(int first) {
    int count = (int) (bytes(first) / BLOCK_BYTES);
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
