package io.larder.store.lmdb.writer;

import io.larder.store.lmdb.engine.Ticker;
import java.time.Duration;

/** What one chunk of a {@link Chore} may cost, so that a write behind it waits for milliseconds. */
public final class ChunkBudget {
  private static final long MAX_BYTES = 1L << 20;
  private static final long MAX_NANOS = Duration.ofMillis(5).toNanos();

  private final Ticker ticker;
  private final long start;
  private final int steps;
  private int stepsDone;
  private long bytes;

  public ChunkBudget(Ticker ticker, int steps) {
    this.ticker = ticker;
    this.start = ticker.nanos();
    this.steps = steps;
  }

  /** Notes a step, and how many bytes of items it had to do with. */
  public void spend(long bytesOfStep) {
    stepsDone++;
    bytes += bytesOfStep;
  }

  /** True if the chunk must end; never before its first step. */
  public boolean isSpent() {
    return stepsDone > 0
        && (stepsDone >= steps || bytes >= MAX_BYTES || ticker.nanos() - start >= MAX_NANOS);
  }

  /** The most steps that may follow. */
  public int stepsLeft() {
    return steps - stepsDone;
  }
}
