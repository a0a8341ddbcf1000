package io.larder.store.lmdb;

import java.time.Duration;

/** Stores that bring what they log to LMDB at other times than usual. */
final class CheckpointTiming {
  /** Before the next group is made. */
  static final EngineParts ALWAYS =
      EngineParts.DEFAULT.with(new Checkpoints.Policy(1, Duration.ZERO));

  /** When the store is closed. */
  static final EngineParts NEVER =
      EngineParts.DEFAULT.with(new Checkpoints.Policy(Long.MAX_VALUE, Duration.ofDays(1)));

  private CheckpointTiming() {}
}
