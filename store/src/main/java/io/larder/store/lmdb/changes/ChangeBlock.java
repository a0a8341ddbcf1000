package io.larder.store.lmdb.changes;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.StreamViewType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes blocks: the records of changes that one group of writes adds to one shard, in their order.
 *
 * <p>A block is {@code number of records (4) | records}, a record {@code flags (1) | keys | new
 * image | old image}, each of these {@code item size | length | JSON}, the numbers as
 * variable-length integers; images only if the flags say so. Numbers of records follow each other
 * and end with that in the block's key.
 */
final class ChangeBlock {
  static final int HEADER = Integer.BYTES;

  static final int HAD_ITEM = 1;
  static final int HAS_ITEM = 1 << 1;
  static final int IS_EXPIRY = 1 << 2;
  static final int WITH_NEW = 1 << 3;
  static final int WITH_OLD = 1 << 4;

  private static final int FIRST_CAPACITY = 512;
  private static final int MAX_VARINT = 5;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int length = HEADER;
  private int count;

  int count() {
    return count;
  }

  int length() {
    return length;
  }

  void add(ChangedItem change, StreamViewType view) {
    Item before = change.before();
    Item after = change.after();
    Item shownAfter = view.showsNewImage() ? after : null;
    Item shownBefore = view.showsOldImage() ? before : null;
    int flags =
        (before == null ? 0 : HAD_ITEM)
            | (after == null ? 0 : HAS_ITEM)
            | (change.isExpiry() ? IS_EXPIRY : 0)
            | (shownAfter == null ? 0 : WITH_NEW)
            | (shownBefore == null ? 0 : WITH_OLD);
    reserve(1 + framed(change.keys()) + framed(shownAfter) + framed(shownBefore));
    bytes[length++] = (byte) flags;
    put(change.keys());
    put(shownAfter);
    put(shownBefore);
    count++;
  }

  private static int framed(@Nullable Item item) {
    return item == null ? 0 : 2 * MAX_VARINT + item.jsonLength();
  }

  private void reserve(int more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }

  private void put(@Nullable Item item) {
    if (item != null) {
      putVarint(item.size());
      putVarint(item.jsonLength());
      item.copyJsonTo(bytes, length);
      length += item.jsonLength();
    }
  }

  private void putVarint(int value) {
    int rest = value;
    while (rest > 0x7F) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  byte[] toBytes() {
    byte[] block = Arrays.copyOf(bytes, length);
    block[0] = (byte) (count >>> 24);
    block[1] = (byte) (count >>> 16);
    block[2] = (byte) (count >>> 8);
    block[3] = (byte) count;
    return block;
  }
}
