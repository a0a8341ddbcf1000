package io.larder.store.lmdb.writer;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what the writer does; written by its thread, read by any. */
public final class WriterCounters {
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

  public long refusedWrites() {
    return refusedWrites.get();
  }

  public long commits() {
    return commits;
  }

  public long committedWrites() {
    return committedWrites;
  }

  public long commitNanos() {
    return commitNanos;
  }

  public long failedCommits() {
    return failedCommits;
  }

  public int largestGroup() {
    return largestGroup;
  }
}
