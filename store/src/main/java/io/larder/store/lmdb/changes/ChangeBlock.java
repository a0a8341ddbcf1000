package io.larder.store.lmdb.changes;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.StreamViewType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes blocks: the records of changes that one group of writes adds to one shard, in their order.
 *
 * <p>A block is {@code number of records (4) | records}, a record {@code flags (1) | keys | new
 * image | old image}, each of these {@code item size | length | JSON}, the numbers as
 * variable-length integers; images only if the flags say so. Of an old image that begins and ends
 * as the new one does only what is between is written: {@code item size | length of the common
 * beginning | length of the common end | length | JSON between}. Numbers of records follow each
 * other and end with that in the block's key.
 */
final class ChangeBlock {
  static final int HEADER = Integer.BYTES;

  static final int HAD_ITEM = 1;
  static final int HAS_ITEM = 1 << 1;
  static final int IS_EXPIRY = 1 << 2;
  static final int WITH_NEW = 1 << 3;
  static final int WITH_OLD = 1 << 4;
  static final int OLD_BY_NEW = 1 << 5;

  /** So much must be common for images to be told by each other. */
  private static final int WORTH_TELLING = 16;

  private static final int VARINT_BITS = 7;

  private final List<Entry> entries = new ArrayList<>();
  private int length = HEADER;

  /**
   * A record.
   *
   * @param prefix bytes that the old image has from the beginning of the new one
   * @param suffix bytes that the old image has from the end of the new one
   */
  private record Entry(
      int flags, Item keys, @Nullable Item after, @Nullable Item before, int prefix, int suffix) {

    static Entry of(ChangedItem change, StreamViewType view) {
      Item after = view.showsNewImage() ? change.after() : null;
      Item before = view.showsOldImage() ? change.before() : null;
      int flags =
          (change.before() == null ? 0 : HAD_ITEM)
              | (change.after() == null ? 0 : HAS_ITEM)
              | (change.isExpiry() ? IS_EXPIRY : 0)
              | (after == null ? 0 : WITH_NEW);
      if (before == null) {
        return new Entry(flags, change.keys(), after, null, 0, 0);
      }
      if (after != null) {
        int shorter = Math.min(before.jsonLength(), after.jsonLength());
        int prefix = before.commonPrefix(after);
        int suffix = before.commonSuffix(after, shorter - prefix);
        if (prefix + suffix >= WORTH_TELLING) {
          return new Entry(flags | OLD_BY_NEW, change.keys(), after, before, prefix, suffix);
        }
      }
      return new Entry(flags | WITH_OLD, change.keys(), after, before, 0, 0);
    }

    int length() {
      int bytes = 1 + framed(keys);
      if (after != null) {
        bytes += framed(after);
      }
      if (before != null && (flags & OLD_BY_NEW) != 0) {
        int between = before.jsonLength() - prefix - suffix;
        bytes +=
            varint(before.size()) + varint(prefix) + varint(suffix) + varint(between) + between;
      } else if (before != null) {
        bytes += framed(before);
      }
      return bytes;
    }

    private static int framed(Item item) {
      return varint(item.size()) + varint(item.jsonLength()) + item.jsonLength();
    }

    private static int varint(int value) {
      int bits = Integer.SIZE - Integer.numberOfLeadingZeros(value | 1);
      return (bits + VARINT_BITS - 1) / VARINT_BITS;
    }

    int write(byte[] block, int start) {
      int at = start;
      block[at++] = (byte) flags;
      at = put(block, at, keys);
      if (after != null) {
        at = put(block, at, after);
      }
      if (before != null && (flags & OLD_BY_NEW) != 0) {
        int end = before.jsonLength() - suffix;
        at = putVarint(block, at, before.size());
        at = putVarint(block, at, prefix);
        at = putVarint(block, at, suffix);
        at = putVarint(block, at, end - prefix);
        before.copyJsonTo(block, at, prefix, end);
        at += end - prefix;
      } else if (before != null) {
        at = put(block, at, before);
      }
      return at;
    }

    private static int put(byte[] block, int start, Item item) {
      int at = putVarint(block, putVarint(block, start, item.size()), item.jsonLength());
      item.copyJsonTo(block, at);
      return at + item.jsonLength();
    }

    private static int putVarint(byte[] block, int start, int value) {
      int at = start;
      int rest = value;
      while (rest > 0x7F) {
        block[at++] = (byte) (rest | 0x80);
        rest >>>= VARINT_BITS;
      }
      block[at++] = (byte) rest;
      return at;
    }
  }

  int count() {
    return entries.size();
  }

  int length() {
    return length;
  }

  void add(ChangedItem change, StreamViewType view) {
    Entry entry = Entry.of(change, view);
    entries.add(entry);
    length += entry.length();
  }

  byte[] toBytes() {
    byte[] block = new byte[length];
    int count = entries.size();
    block[0] = (byte) (count >>> 24);
    block[1] = (byte) (count >>> 16);
    block[2] = (byte) (count >>> 8);
    block[3] = (byte) count;
    int at = HEADER;
    for (Entry entry : entries) {
      at = entry.write(block, at);
    }
    return block;
  }
}
