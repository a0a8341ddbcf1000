package io.larder.store.lmdb.engine;

import java.time.Duration;

/** Stores that bring what they log to LMDB at other times than usual. */
public final class CheckpointTiming {
  /** Before the next group is made. */
  public static final EngineParts ALWAYS =
      EngineParts.DEFAULT.with(new Checkpoints.Policy(1, Duration.ZERO));

  /** When the store is closed. */
  public static final EngineParts NEVER =
      EngineParts.DEFAULT.with(new Checkpoints.Policy(Long.MAX_VALUE, Duration.ofDays(1)));

  private CheckpointTiming() {}
}
