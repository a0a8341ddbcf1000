package io.larder.store.lmdb;

import io.larder.store.lmdb.binding.Cursor;
import io.larder.store.lmdb.binding.Txn;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many items each table and index holds and how large they are together: durable, counted by
 * the writer in the commit that changes them, and readable by any thread.
 */
final class Sizes {
  /** What storage adds to each item in table sizes. */
  private static final int OVERHEAD_PER_ITEM = 100;

  private static final Size NOTHING = new Size(0, 0);

  private final Environment environment;
  private final ConcurrentHashMap<Integer, Size> byId = new ConcurrentHashMap<>();

  private Sizes(Environment environment) {
    this.environment = environment;
  }

  /** Number of items, and the sum of their item sizes. */
  record Size(long items, long itemBytes) {
    /** The size as DescribeTable reports it. */
    long storedBytes() {
      return itemBytes + items * OVERHEAD_PER_ITEM;
    }
  }

  static Sizes load(Environment environment) {
    var sizes = new Sizes(environment);
    try (Txn txn = environment.beginRead();
        Cursor all = environment.sizes().openCursor(txn)) {
      while (all.next()) {
        ByteBuffer value = ByteBuffer.wrap(all.value());
        sizes.byId.put(KeyLayout.getInt(all.key()), new Size(value.getLong(), value.getLong()));
      }
    }
    return sizes;
  }

  Size of(int id) {
    return byId.getOrDefault(id, NOTHING);
  }

  /** The changes of one group of writes, for a single thread. */
  static final class Changes {
    private int[] ids = new int[8];
    private long[] items = new long[8];
    private long[] bytes = new long[8];
    private int count;

    void add(int id, long itemsAdded, long bytesAdded) {
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
    void forget(int id, Sizes sizes) {
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

  void write(Txn txn, Changes changes) {
    for (int at = 0; at < changes.count; at++) {
      Size size = after(changes, at);
      byte[] key = KeyLayout.prefix(changes.ids[at]);
      if (size.equals(NOTHING)) {
        environment.sizes().delete(txn, key);
      } else {
        byte[] value =
            ByteBuffer.allocate(2 * Long.BYTES).putLong(size.items).putLong(size.itemBytes).array();
        environment.sizes().put(txn, key, value);
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
