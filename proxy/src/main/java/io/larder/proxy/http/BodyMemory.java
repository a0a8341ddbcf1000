package io.larder.proxy.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that large request bodies of all connections may take together, from their arrival to
 * their answer. Small bodies pass through an event loop's own buffer and are not counted.
 */
final class BodyMemory {
  private final long limit;
  private final AtomicLong taken = new AtomicLong();

  BodyMemory(long limit) {
    this.limit = limit;
  }

  /** Takes some of it; false if so much is not left. */
  boolean take(int bytes) {
    if (taken.addAndGet(bytes) <= limit) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  void giveBack(int bytes) {
    taken.addAndGet(-bytes);
  }

  /** Bytes taken now. */
  long taken() {
    return taken.get();
  }
}
