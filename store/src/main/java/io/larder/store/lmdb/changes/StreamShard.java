package io.larder.store.lmdb.changes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part of a stream: the changes of those items whose hash is in a slot, for some time.
 *
 * @param number which no other shard of the stream ever has
 * @param slot of the stream's slots
 * @param parentId the shard that it goes on from
 * @param first below all numbers in it, or the first of them
 * @param last above all numbers in it, or the last of them; {@link #OPEN} while there may be more
 */
public record StreamShard(
    int number, int slot, String shardId, @Nullable String parentId, long first, long last) {
  public static final long OPEN = Long.MAX_VALUE;

  /** Without a fixed point, so that shards of one millisecond look unlike. */
  private static final int SPREAD = 0x9E3779B1;

  static StreamShard open(int number, int slot, @Nullable String parentId, long first) {
    long millis = SequenceNumbers.timeOf(first).toEpochMilli();
    return new StreamShard(
        number,
        slot,
        "shardId-%020d-%08x".formatted(millis, (number + 1) * SPREAD),
        parentId,
        first,
        OPEN);
  }

  StreamShard closed(long at) {
    return new StreamShard(number, slot, shardId, parentId, first, at);
  }

  public boolean isOpen() {
    return last == OPEN;
  }

  /** When it was opened. */
  public Instant opened() {
    return SequenceNumbers.timeOf(first);
  }
}
