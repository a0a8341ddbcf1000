package io.larder.store.lmdb;

/** How many jobs are left that the writer does beside its writes, as of the last commit. */
final class OpenJobs {
  private volatile int count;

  int count() {
    return count;
  }

  /** A commit has added so many, or finished some if it is negative. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // a single thread writes
  void add(int added) {
    count += added;
  }
}
