package io.larder.cache.memory;

import io.larder.cache.memory.Blocks.Link;

/**
 * Which record leaves next for want of room, by S3-FIFO (J. Yang and others, "FIFO queues are all
 * you need for cache eviction", SOSP 2023): a part of the room is a queue for what is new. What is
 * asked for there goes on to the main queue; what is not leaves, so a scan drives out nothing. Who
 * has left and comes back soon begins in the main queue, and comes to its end again and again as
 * long as it is asked for. A use is a mark on the record ({@link Blocks#mark}): readers move
 * nothing.
 *
 * <p>How much room is for what is new is found as by ARC (N. Megiddo and D. Modha, FAST 2003): more
 * when that has left too early, less when the others have. For one thread at a time.
 */
final class Order {
  private static final int FIRST_PART_OF_NEW = 10;
  private static final int LEAST_PART_OF_NEW = 100;

  /** By how much more the room for what is new shrinks at a time than it grows. */
  private static final int SHRINKS = 4;

  /** So many are looked at for one to leave; then it is who is there. */
  private static final int MAX_LOOKS = 256;

  private final Blocks blocks;
  private final Ghosts ghosts = new Ghosts();
  private final Queue newOnes = new Queue(0);
  private final Queue main = new Queue(1);

  /** Changed by one thread at a time, read by any. */
  private volatile long maximum;

  /** Room for what is new. */
  private long forNew;

  Order(Blocks blocks, long maximum) {
    this.blocks = blocks;
    setMaximum(maximum);
  }

  long maximum() {
    return maximum;
  }

  void setMaximum(long bytes) {
    if (bytes == maximum) {
      return;
    }
    maximum = bytes;
    forNew = bytes / FIRST_PART_OF_NEW;
  }

  boolean isTooMuch() {
    return bytes() > maximum;
  }

  long bytes() {
    return newOnes.bytes + main.bytes;
  }

  long entries() {
    return newOnes.entries + main.entries;
  }

  void add(int first) {
    ghosts.expect(entries());
    long step = ItemPart.weight(blocks.bytes(first)) / 2;
    switch (ghosts.take(blocks.hash(first))) {
      case NOT -> newOnes.add(first);
      case NEW -> {
        forNew = Math.min(forNew + step, maximum - maximum / FIRST_PART_OF_NEW);
        main.add(first);
      }
      case ASKED_FOR -> {
        forNew = Math.max(forNew - SHRINKS * step, maximum / LEAST_PART_OF_NEW);
        main.add(first);
      }
    }
  }

  void remove(int first) {
    queueOf(first).remove(first);
  }

  /** Another record of the same key, which is asked for as one is that was there before. */
  void replace(int first, int other) {
    Queue queue = queueOf(first);
    queue.remove(first);
    queue.add(other);
    if (blocks.isMarked(first)) {
      blocks.mark(other);
    }
  }

  /** Takes out who is to leave; {@link Blocks#NONE} if there is nobody. */
  int leave() {
    for (int looks = 0; ; looks++) {
      boolean isNew = main.first == Blocks.NONE || newOnes.bytes > forNew;
      Queue queue = isNew && newOnes.first != Blocks.NONE ? newOnes : main;
      int first = queue.first;
      if (first == Blocks.NONE) {
        return Blocks.NONE;
      }
      queue.remove(first);
      if (!blocks.takeMark(first) || looks == MAX_LOOKS) {
        ghosts.add(blocks.hash(first), queue == newOnes);
        return first;
      }
      main.add(first);
    }
  }

  /** Whether it was asked for, more or less often. */
  boolean isHot(int first) {
    return queueOf(first) == main || blocks.isMarked(first);
  }

  private Queue queueOf(int first) {
    return blocks.get(Link.QUEUE, first) == main.number ? main : newOnes;
  }

  private final class Queue {
    private final int number;
    private int first = Blocks.NONE;
    private int last = Blocks.NONE;
    private long bytes;
    private long entries;

    Queue(int number) {
      this.number = number;
    }

    void add(int added) {
      blocks.set(Link.QUEUE, added, number);
      blocks.set(Link.AFTER, added, Blocks.NONE);
      link(last, added);
      last = added;
      bytes += ItemPart.weight(blocks.bytes(added));
      entries++;
    }

    private void link(int before, int after) {
      if (after == Blocks.NONE) {
        last = before;
      } else {
        blocks.set(Link.BEFORE, after, before);
      }
      if (before == Blocks.NONE) {
        first = after;
      } else {
        blocks.set(Link.AFTER, before, after);
      }
    }

    void remove(int removed) {
      link(blocks.get(Link.BEFORE, removed), blocks.get(Link.AFTER, removed));
      bytes -= ItemPart.weight(blocks.bytes(removed));
      entries--;
    }
  }
}
