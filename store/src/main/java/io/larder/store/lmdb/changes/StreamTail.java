package io.larder.store.lmdb.changes;

import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.Snapshot;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where all streams grow: the number that the last change has got, and the newest blocks in memory,
 * for readers who have kept up. The writer's thread adds, any thread reads.
 */
public final class StreamTail {
  private static final long MAX_BYTES = 32L << 20;
  private static final int HEAP_PARTS = 16;

  /** What a block takes beside its bytes. */
  private static final int OVERHEAD = 128;

  private final InstantSource clock;
  private final long maxBytes;
  private final ConcurrentNavigableMap<BlockKey, byte[]> blocks = new ConcurrentSkipListMap<>();
  private final Queue<BlockKey> inOrder = new ArrayDeque<>();
  private final AtomicLong bytes = new AtomicLong();
  private long given;

  /** All blocks with later numbers are in memory. */
  private volatile long heldSince;

  /** No change that was committed has a later number. */
  private volatile long committed;

  private volatile IntConsumer listener = _ -> {};

  StreamTail(InstantSource clock, long given, long maxBytes) {
    this.clock = clock;
    this.maxBytes = maxBytes;
    this.given = given;
    this.heldSince = given;
    this.committed = given;
  }

  /** Goes on behind all numbers that are in use. */
  public static StreamTail load(Snapshot snapshot, Streams streams, InstantSource clock) {
    long last = 0;
    try (RecordCursor cursor = snapshot.cursor(Database.DATA)) {
      for (TableStream stream : streams.all()) {
        for (StreamShard shard : stream.shards()) {
          last = Math.max(last, shard.isOpen() ? shard.first() : shard.last());
          var end = new BlockKey(stream.id(), shard.number(), StreamShard.OPEN);
          last = Math.max(last, lastBefore(end, cursor));
        }
      }
      for (Delivery delivery : streams.deliveries().all()) {
        last = Math.max(last, lastBefore(delivery.at(StreamShard.OPEN), cursor));
      }
    }
    long maxBytes = Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / HEAP_PARTS);
    return new StreamTail(clock, last, maxBytes);
  }

  /** The last number of the shard; 0 if it has no block. */
  private static long lastBefore(BlockKey end, RecordCursor cursor) {
    boolean found = cursor.seek(end.bytes()) ? cursor.previous() : cursor.last();
    return found && end.isOfShard(cursor.key()) ? BlockKey.of(cursor.key()).last() : 0;
  }

  /** Lets somebody be told, by the writer's thread, of which streams a commit has changes. */
  public void tell(IntConsumer told) {
    listener = told;
  }

  /** Gives so many numbers that were never given before, and returns the last of them. */
  public long give(int count) {
    given = Math.max(given + count, SequenceNumbers.at(clock.instant()) + count);
    return given;
  }

  /** Takes over the blocks of a group that is committed. */
  public void committed(StreamChanges group) {
    group.forEachBlock(this::add);
    committed = given;
    while (bytes.get() > maxBytes) {
      BlockKey oldest = inOrder.remove();
      // First of all: a reader who does not find the block must know why.
      heldSince = oldest.last();
      byte[] block = blocks.remove(oldest);
      bytes.addAndGet(block == null ? 0 : -block.length - OVERHEAD);
    }
    group.forEachBlock((key, _) -> listener.accept(key.streamId()));
  }

  private void add(BlockKey key, byte[] block) {
    blocks.put(key, block);
    inOrder.add(key);
    bytes.addAndGet(block.length + OVERHEAD);
  }

  /** What the blocks in memory take. */
  public long bytes() {
    return bytes.get();
  }

  /** A number that is behind all changes that are visible. */
  public long end() {
    return committed + 1;
  }

  /** The first block of the shard that ends at or behind {@code from}, or null. */
  public Map.@Nullable Entry<BlockKey, byte[]> atOrAfter(BlockKey from) {
    Map.Entry<BlockKey, byte[]> found = blocks.ceilingEntry(from);
    return found != null && from.isOfShard(found.getKey()) ? found : null;
  }

  /**
   * True if all blocks from that number on are in memory, and were at every call of {@link
   * #atOrAfter} before.
   */
  public boolean holds(long number) {
    return number > heldSince;
  }
}
