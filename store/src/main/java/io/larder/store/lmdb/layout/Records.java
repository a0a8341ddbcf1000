package io.larder.store.lmdb.layout;

import io.larder.protocol.item.Item;

/**
 * Makes the values of records.
 *
 * <p>A record holds one entry: {@code partition | owner | item size | JSON}, the first two behind
 * their lengths, lengths and size as variable-length integers, the JSON to the end. An empty owner,
 * the normal case in a table, so costs one byte.
 */
public final class Records {
  private Records() {}

  /** The record of an entry. */
  public static byte[] of(RecordKey key, Item item) {
    byte[] partition = key.partition();
    byte[] owner = key.owner();
    int length = framed(partition) + framed(owner) + varintLength(item.size()) + item.jsonLength();
    byte[] record = new byte[length];
    int at = writeFramed(record, 0, partition);
    at = writeFramed(record, at, owner);
    at = writeVarint(record, at, item.size());
    item.copyJsonTo(record, at);
    return record;
  }

  private static int framed(byte[] part) {
    return varintLength(part.length) + part.length;
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
