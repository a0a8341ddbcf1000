package io.larder.store.lmdb.writer;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A bounded queue from any number of threads to one, on which {@link #offer} never blocks. */
final class WriteQueue<E> {
  /** Added to the size on close, so that every later offer finds the queue full. */
  private static final int CLOSED = 1 << 30;

  private final int capacity;
  private final ConcurrentLinkedQueue<E> elements = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private volatile @Nullable Thread waiting;

  WriteQueue(int capacity) {
    this.capacity = capacity;
  }

  /** Adds {@code element}; false if the queue is full or closed. */
  boolean offer(E element) {
    if (size.incrementAndGet() > capacity) {
      size.decrementAndGet();
      return false;
    }
    elements.add(element);
    wakeUp();
    return true;
  }

  /** Refuses elements from now on; those already accepted can still be taken. */
  void close() {
    size.addAndGet(CLOSED);
    wakeUp();
  }

  boolean isClosed() {
    return size.get() >= CLOSED / 2;
  }

  /** True once every accepted element of the closed queue has been taken. */
  boolean isExhausted() {
    return size.get() == CLOSED;
  }

  int size() {
    return Math.max(0, isClosed() ? size.get() - CLOSED : size.get());
  }

  /** Moves up to {@code limit} elements to {@code target}, in order. */
  void drainTo(List<E> target, int limit) {
    int taken = 0;
    E element;
    while (taken < limit && (element = elements.poll()) != null) {
      target.add(element);
      taken++;
    }
    size.addAndGet(-taken);
  }

  /** Waits that long for an element or for the queue to be closed; may return early. */
  void await(long nanos) {
    waiting = Thread.currentThread();
    // Looked at after the announcement: what came before it would wake nobody.
    if (elements.isEmpty() && !isClosed()) {
      LockSupport.parkNanos(this, nanos);
    }
    waiting = null;
  }

  /** Lets {@link #await} return. */
  void wakeUp() {
    Thread thread = waiting;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
  }
}
