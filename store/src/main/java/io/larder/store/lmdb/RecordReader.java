package io.larder.store.lmdb;

import io.larder.protocol.item.Item;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the entries of one record, in their order, without copying them. The format is
 * described at {@link Records}. One reader may read many records, one after the other.
 */
final class RecordReader {
  private byte[] value = KeyLayout.NONE;
  private final List<Integer> starts = new ArrayList<>(1);
  private int next;
  private int varint;
  private int entryAt;
  private int entryEnd;
  private int partitionAt;
  private int partitionEnd;
  private int ownerAt;
  private int ownerEnd;
  private int suffixAt;
  private int suffixEnd;
  private int size;
  private int jsonAt;

  /** Starts before the first entry of a record. */
  RecordReader open(byte[] record) {
    value = record;
    next = 1;
    return this;
  }

  /** Moves to the next entry; false at the end. */
  boolean next() {
    if (next >= value.length) {
      return false;
    }
    if (value[0] == Records.SINGLE) {
      read(next, value.length);
    } else {
      next = varintEnd(next);
      read(next, next + varint);
    }
    next = entryEnd;
    return true;
  }

  /** Starts after the last entry of a record. */
  RecordReader openAtEnd(byte[] record) {
    open(record);
    starts.clear();
    while (next < value.length) {
      starts.add(next);
      next = value[0] == Records.SINGLE ? value.length : varintEnd(next) + varint;
    }
    return this;
  }

  /** Moves to the entry before; false at the beginning. Only after {@link #openAtEnd}. */
  boolean previous() {
    if (starts.isEmpty()) {
      return false;
    }
    next = starts.removeLast();
    return next();
  }

  private void read(int at, int end) {
    entryAt = at;
    entryEnd = end;
    partitionAt = varintEnd(at);
    partitionEnd = partitionAt + varint;
    ownerAt = varintEnd(partitionEnd);
    ownerEnd = ownerAt + varint;
    suffixAt = varintEnd(ownerEnd);
    suffixEnd = suffixAt + varint;
    jsonAt = varintEnd(suffixEnd);
    size = varint;
  }

  /** Reads the number at {@code at} into {@link #varint} and returns where it ends. */
  private int varintEnd(int at) {
    int end = at;
    byte b = value[end++];
    int result = b & 0x7F;
    for (int shift = 7; b < 0; shift += 7) {
      b = value[end++];
      result |= (b & 0x7F) << shift;
    }
    varint = result;
    return end;
  }

  /** Moves to the entry of {@code key}, which must belong to this record; false if none. */
  boolean find(RecordKey key) {
    while (next()) {
      int order = compareTo(key);
      if (order >= 0) {
        return order == 0;
      }
    }
    return false;
  }

  /** How the current entry's place is ordered relative to {@code key} in the same record. */
  int compareTo(RecordKey key) {
    int order =
        Arrays.compareUnsigned(value, suffixAt, suffixEnd, key.suffix(), 0, key.suffix().length);
    if (order == 0) {
      byte[] partition = key.partition();
      order =
          Arrays.compareUnsigned(value, partitionAt, partitionEnd, partition, 0, partition.length);
    }
    if (order == 0) {
      byte[] owner = key.owner();
      order = Arrays.compareUnsigned(value, ownerAt, ownerEnd, owner, 0, owner.length);
    }
    return order;
  }

  boolean isInPartition(byte[] partition) {
    return Arrays.equals(value, partitionAt, partitionEnd, partition, 0, partition.length);
  }

  /**
   * How the entry's full key is ordered relative to a full key, when the record's own key is {@code
   * recordKey}.
   */
  int compareFullKey(byte[] recordKey, byte[] fullKey) {
    int common = Math.min(recordKey.length, fullKey.length);
    int order = Arrays.compareUnsigned(recordKey, 0, common, fullKey, 0, common);
    return order != 0
        ? order
        : recordKey.length > common
            ? 1
            : Arrays.compareUnsigned(value, suffixAt, suffixEnd, fullKey, common, fullKey.length);
  }

  /** The item or index entry: of a record of its own a part, else a copy, which keeps less. */
  Item item() {
    return value[0] == Records.SINGLE
        ? Item.ofStored(value, jsonAt, entryEnd, size)
        : Item.ofStored(Arrays.copyOfRange(value, jsonAt, entryEnd), size);
  }

  int itemSize() {
    return size;
  }

  /** Length of the current entry as {@link Records} writes it in a record of several. */
  int entryLength() {
    return entryEnd - entryAt;
  }

  void copyEntryTo(byte[] target, int offset) {
    System.arraycopy(value, entryAt, target, offset, entryEnd - entryAt);
  }

  /** The item at {@code key}, or null; {@code record} is null if there is no such record. */
  static @Nullable Item item(byte @Nullable [] record, RecordKey key) {
    if (record == null) {
      return null;
    }
    var reader = new RecordReader().open(record);
    return reader.find(key) ? reader.item() : null;
  }
}
