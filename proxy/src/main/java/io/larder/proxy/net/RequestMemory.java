package io.larder.proxy.net;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The account of the bytes that the requests of all connections and their answers take together:
 * bodies that arrive or were sent ahead, requests that wait for the writer or for a read, answers
 * that the network has not taken yet. Whoever takes some gives it back once; what finds none is
 * refused or waits. Only a request that is answered from memory and at once passes uncounted.
 */
public final class RequestMemory {
  /** So much of an answer is no burden, whatever else is in memory. */
  public static final int FREE_ANSWER = 4 * 1024;

  /** What goes with a request besides its body: its objects, its place in queues. */
  private static final int OVERHEAD = 1024;

  /** A body is decoded, changed into records and logged: each takes about its length. */
  private static final int BODY_FACTOR = 3;

  /** What is larger may not use the last ninth, so that those who send little get through. */
  private static final int SMALL = 256 * 1024;

  private static final int SMALL_SHARE = 8;

  public static final ServiceError REFUSED =
      new ServiceError.Throttling(
          "Rate of requests exceeds the allowed throughput: too much is in memory."
              + " Please try again shortly.");

  private final long limit;
  private final AtomicLong taken = new AtomicLong();

  /** At most {@code limit} bytes. */
  public RequestMemory(long limit) {
    this.limit = limit;
  }

  /** What a request takes from its decoding to its answer, of which its body is a part. */
  public static long ofBody(int length) {
    return OVERHEAD + (long) BODY_FACTOR * length;
  }

  /** Takes some of it; false if so much is not left. */
  public boolean take(long bytes) {
    long most = limitOf(bytes);
    // What is refused must not count for a moment, or it would get others refused.
    for (long before = taken.get(); before + bytes <= most; before = taken.get()) {
      if (taken.compareAndSet(before, before + bytes)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes some of it.
   *
   * @throws ServiceException Throttling, if so much is not left
   */
  public void require(long bytes) {
    if (!take(bytes)) {
      throw new ServiceException(REFUSED);
    }
  }

  /** Counts what is in memory already. */
  public void add(long bytes) {
    taken.addAndGet(bytes);
  }

  /** Gives back what was taken. */
  public void giveBack(long bytes) {
    if (bytes != 0) {
      taken.addAndGet(-bytes);
    }
  }

  /** True if so much is left. */
  public boolean has(long bytes) {
    return taken.get() + bytes <= limitOf(bytes);
  }

  /** True if whoever has a part of it should take no more. */
  public boolean isFull() {
    return taken.get() >= limit;
  }

  private long limitOf(long bytes) {
    return bytes <= SMALL ? limit + limit / SMALL_SHARE : limit;
  }

  /** Bytes taken now. */
  public long taken() {
    return taken.get();
  }
}
