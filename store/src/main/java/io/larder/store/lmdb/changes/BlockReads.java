package io.larder.store.lmdb.changes;

import io.larder.store.lmdb.engine.DamagedRecordException;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.engine.Snapshots;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the blocks of one shard: from memory while all are there, else from the store. */
public final class BlockReads {
  private final Snapshots snapshots;
  private final StreamTail tail;

  public BlockReads(Snapshots snapshots, StreamTail tail) {
    this.snapshots = snapshots;
    this.tail = tail;
  }

  /** What takes blocks, one after the other. */
  public interface Page {
    /** Takes the records of a block; false if there is no room for those of another one. */
    boolean add(byte[] block, long last);

    /** Takes no block any more, because the next is damaged; false if nothing was taken. */
    boolean end();
  }

  /** A page with the blocks from that one on; {@code empty} makes pages without any. */
  public <P extends Page> P read(BlockKey from, Supplier<P> empty) {
    P page = empty.get();
    if (!readMemory(page, from)) {
      page = empty.get();
      readStored(page, from);
    }
    return page;
  }

  /** False if not all blocks are in memory. */
  private boolean readMemory(Page page, BlockKey from) {
    BlockKey at = from;
    while (tail.holds(from.last())) {
      Map.@Nullable Entry<BlockKey, byte[]> block = tail.atOrAfter(at);
      if (block == null || !page.add(block.getValue(), block.getKey().last())) {
        return tail.holds(from.last());
      }
      at = block.getKey().next();
    }
    return false;
  }

  private void readStored(Page page, BlockKey from) {
    try (Snapshot snapshot = snapshots.open();
        RecordCursor cursor = snapshot.cursor(Database.DATA)) {
      boolean found = cursor.seek(from.bytes());
      while (found
          && from.isOfShard(cursor.key())
          && page.add(cursor.value(), BlockKey.of(cursor.key()).last())) {
        found = cursor.next();
      }
    } catch (DamagedRecordException e) {
      // What comes before it is told, and the page after that fails.
      if (!page.end()) {
        throw e;
      }
    }
  }
}
