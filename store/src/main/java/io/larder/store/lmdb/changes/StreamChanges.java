package io.larder.store.lmdb.changes;

import io.larder.protocol.operation.StreamViewType;
import io.larder.store.lmdb.layout.Markers;
import io.larder.store.lmdb.layout.RecordKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What one group of writes tells the streams. The changes of a shard are gathered in blocks, which
 * become records of the group, so that they are durable with it or not at all. Belongs to the
 * writer's thread.
 */
public final class StreamChanges {
  /** A block with so many bytes is not added to. */
  private static final int FULL_BLOCK = 64 << 10;

  /** Where in a full key the hash of the partition key begins. */
  private static final int HASH_AT = Integer.BYTES;

  private final StreamTail tail;
  private final Markers.Place place;
  private final Map<BlockKey, ChangeBlock> growing = new LinkedHashMap<>();
  private final Map<BlockKey, byte[]> blocks = new LinkedHashMap<>();

  /** {@code place} is where the blocks are put. */
  public StreamChanges(StreamTail tail, Markers.Place place) {
    this.tail = tail;
    this.place = place;
  }

  /** Adds a change of the item at {@code at} to the stream, which is open. */
  public void add(TableStream stream, RecordKey at, ChangedItem change) {
    StreamShard shard = stream.openOf(at.full()[HASH_AT]);
    add(new BlockKey(stream.id(), shard.number(), StreamShard.OPEN), change, stream.viewType());
  }

  /** Adds a change to what is to be delivered elsewhere, which is open. */
  public void add(Delivery delivery, ChangedItem change) {
    add(delivery.at(StreamShard.OPEN), change, StreamViewType.NEW_AND_OLD_IMAGES);
  }

  private void add(BlockKey key, ChangedItem change, StreamViewType view) {
    ChangeBlock block = growing.computeIfAbsent(key, _ -> new ChangeBlock());
    block.add(change, view);
    if (block.length() >= FULL_BLOCK) {
      growing.remove(key);
      put(key, block);
    }
  }

  /** Puts all that was added where it belongs; more may follow. */
  public void flush() {
    growing.forEach(this::put);
    growing.clear();
  }

  private void put(BlockKey shard, ChangeBlock block) {
    var key = new BlockKey(shard.streamId(), shard.shard(), tail.give(block.count()));
    byte[] bytes = block.toBytes();
    place.put(key.bytes(), bytes);
    blocks.put(key, bytes);
  }

  void forEachBlock(BiConsumer<BlockKey, byte[]> action) {
    blocks.forEach(action);
  }
}
