package io.larder.store.lmdb.writer;

/** How many jobs are left that the writer does beside its writes, as of the last commit. */
public final class OpenJobs {
  private volatile int count;

  public int count() {
    return count;
  }

  /** A commit has added so many, or finished some if it is negative. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // a single thread writes
  public void add(int added) {
    count += added;
  }
}
