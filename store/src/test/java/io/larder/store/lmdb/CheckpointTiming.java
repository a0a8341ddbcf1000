package io.larder.store.lmdb;

import io.larder.store.lmdb.LmdbTableStore.Internals;
import java.time.Duration;

/** Stores that bring what they log to LMDB at other times than usual. */
final class CheckpointTiming {
  /** Before the next group is made. */
  static final Internals ALWAYS = Internals.DEFAULT.with(new Checkpoints.Policy(1, Duration.ZERO));

  /** When the store is closed. */
  static final Internals NEVER =
      Internals.DEFAULT.with(new Checkpoints.Policy(Long.MAX_VALUE, Duration.ofDays(1)));

  private CheckpointTiming() {}
}
