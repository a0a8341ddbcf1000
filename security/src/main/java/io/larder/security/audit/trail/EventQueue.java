package io.larder.security.audit.trail;

import io.larder.security.audit.AuditEvent;
import io.larder.security.audit.AuditTrail.Told;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Events that wait for the thread that writes them. They are bounded by the room that is taken for
 * them, before the call that they tell of is done. Any number of threads add, one takes out.
 *
 * <p>To wake a thread costs those who do it more than the whole rest. So the taker naps as long as
 * there is something to do again and again, and wants to be woken only when it sleeps; or if
 * somebody waits for the record.
 */
final class EventQueue {
  private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final long maxBytes;

  private volatile @Nullable Thread taker;
  private volatile boolean sleeps;

  EventQueue(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** An event and who waits for its record. */
  static final class Entry {
    final AuditEvent event;
    private @Nullable Told told;

    Entry(AuditEvent event, @Nullable Told told) {
      this.event = event;
      this.told = told;
    }

    boolean isAwaited() {
      return told != null;
    }

    /** Tells who waits for it, who does not wait any more then. For the taker's thread. */
    void tell(boolean isDurable) {
      Told waiting = told;
      if (waiting != null) {
        told = null;
        waiting.recorded(isDurable);
      }
    }
  }

  /** Takes room for an event; false if there is none. */
  boolean take(long count) {
    if (bytes.addAndGet(count) > maxBytes) {
      bytes.addAndGet(-count);
      return false;
    }
    return true;
  }

  /** Takes room for an event even if there is none. */
  void force(long count) {
    bytes.addAndGet(count);
  }

  void giveBack(long count) {
    bytes.addAndGet(-count);
  }

  /** True if more room is taken than there is. */
  boolean isOver() {
    return bytes.get() > maxBytes;
  }

  long bytes() {
    return bytes.get();
  }

  /** Adds an event that room was taken for. */
  void add(Entry entry) {
    boolean isAwaited = entry.isAwaited();
    entries.add(entry);
    if (sleeps || isAwaited) {
      wake();
    }
  }

  /** Wakes the taker. */
  void wake() {
    sleeps = false;
    LockSupport.unpark(taker);
  }

  /** The next event; null if there is none. */
  @Nullable Entry poll() {
    return entries.poll();
  }

  /** Those that wait, in order. */
  Iterable<Entry> waiting() {
    return entries;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Says which thread takes out, before it begins. */
  void takenBy(Thread thread) {
    taker = thread;
  }

  /** Lets the calling thread, which takes out, wait until somebody wakes it, or for so long. */
  void nap(long nanos) {
    LockSupport.parkNanos(this, nanos);
  }

  /** Likewise, and any event wakes it. */
  void sleep(long nanos) {
    sleeps = true;
    // Whoever has added one before may not have seen that.
    if (entries.isEmpty()) {
      LockSupport.parkNanos(this, nanos);
    }
    sleeps = false;
  }

  void countDropped() {
    dropped.increment();
  }

  long dropped() {
    return dropped.sum();
  }

  void countRefused() {
    refused.increment();
  }

  long refused() {
    return refused.sum();
  }
}
