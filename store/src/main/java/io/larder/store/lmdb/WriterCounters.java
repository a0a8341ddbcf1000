package io.larder.store.lmdb;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what the writer does; written by its thread, read by any. */
final class WriterCounters {
  private final AtomicLong refusedWrites = new AtomicLong();
  private volatile long commits;
  private volatile long committedWrites;
  private volatile long commitNanos;
  private volatile long failedCommits;
  private volatile int largestGroup;

  /** Called by any thread. */
  void refused() {
    refusedWrites.incrementAndGet();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // a single thread writes
  void committed(int groupSize, long nanos) {
    commits++;
    committedWrites += groupSize;
    commitNanos += nanos;
    largestGroup = Math.max(largestGroup, groupSize);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // a single thread writes
  void failed() {
    failedCommits++;
  }

  long refusedWrites() {
    return refusedWrites.get();
  }

  long commits() {
    return commits;
  }

  long committedWrites() {
    return committedWrites;
  }

  long commitNanos() {
    return commitNanos;
  }

  long failedCommits() {
    return failedCommits;
  }

  int largestGroup() {
    return largestGroup;
  }
}
