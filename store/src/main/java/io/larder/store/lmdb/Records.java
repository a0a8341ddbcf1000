package io.larder.store.lmdb;

import io.larder.protocol.item.Item;
import org.jspecify.annotations.Nullable;

/**
 * Makes the values of records.
 *
 * <p>A record starts with a byte that tells its form. {@link #SINGLE}: one entry, to the end of the
 * value. {@link #SEVERAL}: entries whose cut keys are the same, in the order of their full keys,
 * each behind its length. An entry is {@code partition | owner | suffix | item size | JSON}, the
 * first three behind their lengths, lengths and size as variable-length integers, the JSON to the
 * entry's end. Empty owner and suffix, the normal case in a table, so cost one byte each.
 */
final class Records {
  static final byte SINGLE = 1;
  static final byte SEVERAL = 2;

  private Records() {}

  /** A record with one entry. */
  static byte[] single(RecordKey key, Item item) {
    byte[] value = new byte[1 + entryLength(key, item)];
    value[0] = SINGLE;
    writeEntry(value, 1, key, item);
    return value;
  }

  /** The record with the entry of {@code key} inserted or replaced. */
  static byte[] with(byte @Nullable [] record, RecordKey key, Item item) {
    if (record == null || isOnly(record, key)) {
      return single(key, item);
    }
    int added = entryLength(key, item);
    byte[] value = new byte[lengthWithout(record, key) + varintLength(added) + added];
    value[0] = SEVERAL;
    int at = 1;
    boolean written = false;
    var reader = new RecordReader().open(record);
    while (reader.next()) {
      int order = reader.compareTo(key);
      if (order >= 0 && !written) {
        at = writeEntry(value, writeVarint(value, at, added), key, item);
        written = true;
      }
      if (order != 0) {
        at = copyEntry(reader, value, at);
      }
    }
    if (!written) {
      writeEntry(value, writeVarint(value, at, added), key, item);
    }
    return value;
  }

  /** The record without the entry of {@code key}; null if nothing is left. */
  static byte @Nullable [] without(byte[] record, RecordKey key) {
    if (isOnly(record, key)) {
      return null;
    }
    int length = lengthWithout(record, key);
    if (length == 1) {
      return null;
    }
    byte[] value = new byte[length];
    value[0] = SEVERAL;
    int at = 1;
    var reader = new RecordReader().open(record);
    while (reader.next()) {
      if (reader.compareTo(key) != 0) {
        at = copyEntry(reader, value, at);
      }
    }
    return value;
  }

  /** True if the record holds the entry of {@code key} and no other. */
  static boolean isOnly(byte[] record, RecordKey key) {
    if (record[0] != SINGLE) {
      return false;
    }
    var reader = new RecordReader().open(record);
    return reader.next() && reader.compareTo(key) == 0;
  }

  /** Length of the record in its form for several entries, leaving out that of {@code key}. */
  private static int lengthWithout(byte[] record, RecordKey key) {
    int length = 1;
    var reader = new RecordReader().open(record);
    while (reader.next()) {
      if (reader.compareTo(key) != 0) {
        length += varintLength(reader.entryLength()) + reader.entryLength();
      }
    }
    return length;
  }

  private static int copyEntry(RecordReader reader, byte[] target, int offset) {
    int at = writeVarint(target, offset, reader.entryLength());
    reader.copyEntryTo(target, at);
    return at + reader.entryLength();
  }

  private static int entryLength(RecordKey key, Item item) {
    return framed(key.partition())
        + framed(key.owner())
        + framed(key.suffix())
        + varintLength(item.size())
        + item.jsonLength();
  }

  private static int framed(byte[] part) {
    return varintLength(part.length) + part.length;
  }

  private static int writeEntry(byte[] target, int offset, RecordKey key, Item item) {
    int at = writeFramed(target, offset, key.partition());
    at = writeFramed(target, at, key.owner());
    at = writeFramed(target, at, key.suffix());
    at = writeVarint(target, at, item.size());
    item.copyJsonTo(target, at);
    return at + item.jsonLength();
  }

  private static int writeFramed(byte[] target, int offset, byte[] part) {
    int at = writeVarint(target, offset, part.length);
    System.arraycopy(part, 0, target, at, part.length);
    return at + part.length;
  }

  private static int varintLength(int value) {
    int length = 1;
    for (int rest = value >>> 7; rest != 0; rest >>>= 7) {
      length++;
    }
    return length;
  }

  private static int writeVarint(byte[] target, int offset, int value) {
    int at = offset;
    int rest = value;
    while (rest >>> 7 != 0) {
      target[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[at++] = (byte) rest;
    return at;
  }
}
