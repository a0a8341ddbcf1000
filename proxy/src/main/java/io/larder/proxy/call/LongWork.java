package io.larder.proxy.call;

import io.larder.protocol.error.ServiceException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what computes for long: filters over pages, large bodies. It has few threads, and of the
 * platform, for the system takes the processor from these and gives it to others; a virtual thread
 * that computes keeps its carrier, and a few of them all carriers, while other reads wait.
 */
public final class LongWork implements Work {
  private static final long MAX_WAIT_NANOS = Duration.ofSeconds(30).toNanos();

  private final ThreadPoolExecutor threads;

  private LongWork(ThreadPoolExecutor threads) {
    this.threads = threads;
  }

  /**
   * {@code atOnce} threads, of that name and a number, for which at most {@code waiting} works wait
   * at the same time.
   */
  public static LongWork start(String name, int atOnce, int waiting) {
    return new LongWork(
        new ThreadPoolExecutor(
            atOnce,
            atOnce,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(Math.max(1, waiting)),
            Thread.ofPlatform().name(name + "-", 0).daemon().factory()));
  }

  /** As many threads as leave a processor to everything else, if there are several. */
  public static int threads() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
  }

  @Override
  public void run(Runnable work, Completion completion) {
    long since = System.nanoTime();
    try {
      threads.execute(() -> runQueued(work, completion, since));
    } catch (RejectedExecutionException e) {
      throw new ServiceException(BlockingWork.REFUSED);
    }
  }

  private static void runQueued(Runnable work, Completion completion, long since) {
    try {
      if (System.nanoTime() - since > MAX_WAIT_NANOS) {
        throw new ServiceException(BlockingWork.REFUSED);
      }
      work.run();
    } catch (Throwable failure) {
      completion.complete(Answer.of(failure));
    }
  }

  @Override
  public int inFlight() {
    return threads.getActiveCount() + threads.getQueue().size();
  }
}
