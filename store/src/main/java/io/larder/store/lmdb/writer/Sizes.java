package io.larder.store.lmdb.writer;

import io.larder.protocol.operation.StoredSize;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.RecordCursor;
import io.larder.store.lmdb.engine.Snapshot;
import io.larder.store.lmdb.layout.KeyLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many items each table and index holds and how large they are together: durable, counted by
 * the writer in the commit that changes them, and readable by any thread.
 */
public final class Sizes {
  /** What storage adds to each item in table sizes. */
  private static final int OVERHEAD_PER_ITEM = 100;

  private static final Size NOTHING = new Size(0, 0);

  private final ConcurrentHashMap<Integer, Size> byId = new ConcurrentHashMap<>();

  /** Number of items, and the sum of their item sizes. */
  public record Size(long items, long itemBytes) {
    /** The size as DescribeTable reports it. */
    public StoredSize stored() {
      return new StoredSize(items, itemBytes + items * OVERHEAD_PER_ITEM);
    }
  }

  public static Sizes load(Snapshot snapshot) {
    var sizes = new Sizes();
    try (RecordCursor all = snapshot.cursor(Database.SIZES)) {
      for (boolean found = all.first(); found; found = all.next()) {
        ByteBuffer value = ByteBuffer.wrap(all.value());
        sizes.byId.put(KeyLayout.getInt(all.key()), new Size(value.getLong(), value.getLong()));
      }
    }
    return sizes;
  }

  public Size of(int id) {
    return byId.getOrDefault(id, NOTHING);
  }

  /** The changes of one group of writes, for a single thread. */
  public static final class Changes {
    private int[] ids = new int[8];
    private long[] items = new long[8];
    private long[] bytes = new long[8];
    private int count;

    public void add(int id, long itemsAdded, long bytesAdded) {
      int at = 0;
      while (at < count && ids[at] != id) {
        at++;
      }
      if (at == count) {
        append(id);
      }
      items[at] += itemsAdded;
      bytes[at] += bytesAdded;
    }

    private void append(int id) {
      if (count == ids.length) {
        ids = Arrays.copyOf(ids, 2 * count);
        items = Arrays.copyOf(items, 2 * count);
        bytes = Arrays.copyOf(bytes, 2 * count);
      }
      ids[count] = id;
      items[count] = 0;
      bytes[count] = 0;
      count++;
    }

    /** Counts a table or index from nothing again, whatever was added before. */
    public void forget(int id, Sizes sizes) {
      Size size = sizes.of(id);
      for (int at = 0; at < count; at++) {
        if (ids[at] == id) {
          items[at] = 0;
          bytes[at] = 0;
        }
      }
      add(id, -size.items, -size.itemBytes);
    }
  }

  /** Adds the changes of a group to it. */
  void write(WriteGroup group) {
    Changes changes = group.sizes();
    for (int at = 0; at < changes.count; at++) {
      Size size = after(changes, at);
      byte[] key = KeyLayout.prefix(changes.ids[at]);
      if (size.equals(NOTHING)) {
        group.delete(Database.SIZES, key);
      } else {
        byte[] value =
            ByteBuffer.allocate(2 * Long.BYTES).putLong(size.items).putLong(size.itemBytes).array();
        group.put(Database.SIZES, key, value);
      }
    }
  }

  /** Makes changes visible that have been committed. */
  void publish(Changes changes) {
    for (int at = 0; at < changes.count; at++) {
      byId.put(changes.ids[at], after(changes, at));
    }
  }

  private Size after(Changes changes, int at) {
    Size before = of(changes.ids[at]);
    return new Size(before.items + changes.items[at], before.itemBytes + changes.bytes[at]);
  }
}
