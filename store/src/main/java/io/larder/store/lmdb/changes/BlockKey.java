package io.larder.store.lmdb.changes;

import io.larder.store.lmdb.layout.KeyLayout;
import java.nio.ByteBuffer;

/**
 * Where a block of records stands: behind those of its shard that came before. The number is that
 * of its last record, so the first block at or behind a number is the one that has it.
 */
public record BlockKey(int streamId, int shard, long last) implements Comparable<BlockKey> {
  private static final int LENGTH = 2 * Integer.BYTES + Long.BYTES;

  public byte[] bytes() {
    return ByteBuffer.allocate(LENGTH).putInt(streamId).putInt(shard).putLong(last).array();
  }

  public static BlockKey of(byte[] key) {
    ByteBuffer bytes = ByteBuffer.wrap(key);
    return new BlockKey(bytes.getInt(), bytes.getInt(), bytes.getLong());
  }

  /** The first place behind it. */
  BlockKey next() {
    return new BlockKey(streamId, shard, last + 1);
  }

  /** True if that is the key of a block of the same shard. */
  public boolean isOfShard(byte[] key) {
    return key.length == LENGTH
        && KeyLayout.getInt(key) == streamId
        && ByteBuffer.wrap(key).getInt(Integer.BYTES) == shard;
  }

  boolean isOfShard(BlockKey other) {
    return other.streamId == streamId && other.shard == shard;
  }

  @Override
  public int compareTo(BlockKey other) {
    int order = Integer.compare(streamId, other.streamId);
    if (order == 0) {
      order = Integer.compare(shard, other.shard);
    }
    return order == 0 ? Long.compare(last, other.last) : order;
  }
}
