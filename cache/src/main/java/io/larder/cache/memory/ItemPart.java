package io.larder.cache.memory;

import io.larder.protocol.item.Item;
import io.larder.store.PrimaryKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A part of the item memory that is bounded for itself: items, each with its key and when it was
 * stored, or that there is none. For any number of threads: who reads takes no lock, unless what he
 * looks for is being changed all the time; who changes something holds the one of the part.
 */
public final class ItemPart {
  /**
   * What the {@link Index}, the {@link Ghosts} and the marks take of the heap for each item, in
   * bytes.
   */
  public static final int OVERHEAD = 24;

  /** An item that takes more than this part of it is not admitted. */
  private static final int LARGEST = 8;

  private static final int WHOLE = Integer.MAX_VALUE;

  /** So many leave at once while others wait. */
  private static final int LEAVE_AT_ONCE = 64;

  private final Blocks blocks;
  private final Index index;
  private final Order order;
  private final Leaving evicted;
  private final ReentrantLock changing = new ReentrantLock();

  /** Is told of an item that is not there any more, before another one may be. */
  @FunctionalInterface
  public interface Leaving {
    /**
     * Must not call the part.
     *
     * @param head of what was there, with all that comes before the key
     * @param weight what it took
     */
    void left(HeldRecord head, long weight);
  }

  ItemPart(Blocks blocks, Index index, long maximumBytes, Leaving evicted) {
    this.blocks = blocks;
    this.index = index;
    this.order = new Order(blocks, maximumBytes);
    this.evicted = evicted;
  }

  /** What an item weighs that takes so much of the memory. */
  static long weight(long bytes) {
    return bytes + OVERHEAD;
  }

  /** What an item of that key weighs, in bytes. */
  public static long weight(PrimaryKey key, @Nullable Item item) {
    return weight(Blocks.bytesFor(HeldRecord.length(key, item)));
  }

  /** Whether so large an item may be here. */
  public boolean admits(long weight) {
    return weight <= maximum() / LARGEST;
  }

  /** What is held of that key, or null. Counts as a use. */
  public @Nullable HeldRecord find(PrimaryKey key) {
    Index.Found found = found(key, WHOLE);
    if (found == null) {
      return null;
    }
    blocks.mark(found.first());
    return new HeldRecord(found.bytes());
  }

  /** The same for who only looks. */
  public @Nullable HeldRecord peek(PrimaryKey key) {
    Index.Found found = found(key, WHOLE);
    return found == null ? null : new HeldRecord(found.bytes());
  }

  /** Whether something is held of that key. */
  public boolean has(PrimaryKey key) {
    return found(key, HeldRecord.lengthOfKey(key)) != null;
  }

  private Index.@Nullable Found found(PrimaryKey key, int most) {
    Index.Found found = index.find(key, most);
    if (found != Index.BUSY) {
      return found;
    }
    changing.lock();
    try {
      return index.find(key, most);
    } finally {
      changing.unlock();
    }
  }

  /**
   * Holds an item, or that there is none, instead of what was held of the key.
   *
   * @param replaced is told of that
   * @return false if there is no room: then nothing is held of the key
   */
  public boolean put(PrimaryKey key, @Nullable Item item, long storedAt, Leaving replaced) {
    byte[] bytes = HeldRecord.write(key, item, storedAt);
    int added = blocks.write(key.hashCode(), bytes);
    changing.lock();
    try {
      // Others may have all the rest of the memory.
      while (added == Blocks.NONE && leave()) {
        added = blocks.write(key.hashCode(), bytes);
      }
      int before = index.first(key);
      if (added == Blocks.NONE) {
        if (before != Blocks.NONE) {
          takeOut(before, replaced);
        }
        return false;
      }
      if (before == Blocks.NONE) {
        index.add(added);
        order.add(added);
      } else {
        index.replace(before, added);
        order.replace(before, added);
        giveBack(before, replaced);
      }
      trim(Integer.MAX_VALUE);
      return true;
    } finally {
      changing.unlock();
    }
  }

  /** Has so many leave at most, while there is too much. */
  private boolean trim(int most) {
    for (int left = 0; left < most && order.isTooMuch(); left++) {
      leave();
    }
    return !order.isTooMuch();
  }

  /** Has the one leave whose turn it is; false if there is none. */
  private boolean leave() {
    int first = order.leave();
    if (first == Blocks.NONE) {
      return false;
    }
    index.remove(first);
    giveBack(first, evicted);
    return true;
  }

  private void takeOut(int first, Leaving told) {
    index.remove(first);
    order.remove(first);
    giveBack(first, told);
  }

  private void giveBack(int first, Leaving told) {
    var head = new HeldRecord(blocks.read(first, HeldRecord.HEAD));
    told.left(head, weight(blocks.bytes(first)));
    blocks.giveBack(first);
  }

  /** Takes the key out; whether it was there. */
  public boolean remove(PrimaryKey key, Leaving told) {
    return removeIf(key, _ -> true, told);
  }

  /** The same if what is held before the key is such. */
  public boolean removeIf(PrimaryKey key, Predicate<HeldRecord> which, Leaving told) {
    changing.lock();
    try {
      int first = index.first(key);
      boolean isThere =
          first != Blocks.NONE && which.test(new HeldRecord(blocks.read(first, HeldRecord.HEAD)));
      if (isThere) {
        takeOut(first, told);
      }
      return isThere;
    } finally {
      changing.unlock();
    }
  }

  /** In so many pieces it is looked through. */
  public int pieces() {
    return index.stripes();
  }

  /** How many were looked at, and taken out. */
  public record Looked(int at, int removed) {}

  /**
   * Takes out all such of a piece. Short work: nothing is changed meanwhile.
   *
   * @param which is given what is held up to the end of the key; must not call the part
   */
  public Looked removeIf(int piece, Predicate<HeldRecord> which, Leaving told) {
    int[] counts = new int[2];
    changing.lock();
    try {
      index.forEach(
          piece,
          first -> {
            counts[0]++;
            if (which.test(key(first))) {
              takeOut(first, told);
              counts[1]++;
            }
          });
    } finally {
      changing.unlock();
    }
    return new Looked(counts[0], counts[1]);
  }

  private HeldRecord key(int first) {
    var head = new HeldRecord(blocks.read(first, HeldRecord.HEAD));
    return new HeldRecord(blocks.read(first, head.lengthOfKey()));
  }

  /** The keys, those first that were asked for; so many at most. */
  public List<PrimaryKey> hottest(int most) {
    List<PrimaryKey> keys = new ArrayList<>();
    for (boolean isHot : new boolean[] {true, false}) {
      for (int piece = 0; piece < index.stripes() && keys.size() < most; piece++) {
        changing.lock();
        try {
          index.forEach(
              piece,
              first -> {
                if (order.isHot(first) == isHot && keys.size() < most) {
                  keys.add(key(first).key());
                }
              });
        } finally {
          changing.unlock();
        }
      }
    }
    return keys;
  }

  /** Most that all items may weigh. */
  public long maximum() {
    return order.maximum();
  }

  /** From now on all items may weigh so much; those that are too much leave. */
  public void setMaximum(long bytes) {
    for (boolean isDone = false; !isDone; ) {
      changing.lock();
      try {
        order.setMaximum(bytes);
        isDone = trim(LEAVE_AT_ONCE);
      } finally {
        changing.unlock();
      }
    }
  }

  public long entries() {
    changing.lock();
    try {
      return order.entries();
    } finally {
      changing.unlock();
    }
  }

  /** What all items weigh. */
  public long bytes() {
    changing.lock();
    try {
      return order.bytes();
    } finally {
      changing.unlock();
    }
  }
}
