package io.larder.store.lmdb.maintenance;

/** Is told how far long work has come. */
@FunctionalInterface
public interface Progress {
  /** Nobody wants to know. */
  Progress NONE = (step, done, total) -> {};

  /**
   * Called often, by the thread that works.
   *
   * @param step what is being done, in a few words
   * @param done how much of it is done
   * @param total how much there is about; 0 if nobody knows
   * @throws java.util.concurrent.CancellationException if the work shall end
   */
  void at(String step, long done, long total);
}
