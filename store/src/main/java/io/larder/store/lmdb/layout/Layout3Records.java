package io.larder.store.lmdb.layout;

import io.larder.protocol.item.Item;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the records of items and index entries of layout 3.
 *
 * <p>A record's key was {@code id | hash of the partition key | sort part}, in an index with the
 * hash of the owner behind it, in the order of expiry {@code id | second | hash of the owner}; it
 * was cut at 511 bytes. A record began with its form. {@link #SINGLE}: one entry, to the end of the
 * value. {@link #SEVERAL}: those with one cut key, each behind its length. An entry was {@code
 * partition | owner | what was cut off the key | item size | JSON}, the first three behind their
 * lengths.
 */
final class Layout3Records {
  private static final byte SINGLE = 1;
  private static final byte SEVERAL = 2;
  private static final int PARTITION_HASH_END = KeyLayout.ID_LENGTH + PartitionHash.LENGTH;

  private final KeyLayout layout;
  private final byte[] key;
  private final byte[] value;
  private int at;

  private Layout3Records(KeyLayout layout, byte[] key, byte[] value) {
    this.layout = layout;
    this.key = key;
    this.value = value;
  }

  /** An entry where it stands now. */
  public record Entry(RecordKey key, Item item) {}

  /**
   * The entries of a record.
   *
   * @throws IllegalStateException if it is none
   */
  static List<Entry> read(KeyLayout layout, byte[] key, byte[] value) {
    return new Layout3Records(layout, key, value).entries();
  }

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(1);
    byte form = value.length == 0 ? 0 : value[at++];
    switch (form) {
      case SINGLE -> entries.add(entry(value.length));
      case SEVERAL -> {
        while (at < value.length) {
          entries.add(entry(end(varint())));
        }
      }
      default -> throw malformed();
    }
    return entries;
  }

  private Entry entry(int end) {
    byte[] partition = part();
    byte[] owner = part();
    byte[] oldKey = Layers.join(key, part());
    int size = varint();
    if (at > end) {
      throw malformed();
    }
    Item item = Item.ofStored(Arrays.copyOfRange(value, at, end), size);
    at = end;
    return new Entry(keyNow(oldKey, partition, owner), item);
  }

  private RecordKey keyNow(byte[] oldKey, byte[] partition, byte[] owner) {
    var full = new ByteArrayOutputStream();
    if (partition.length == 0) {
      full.writeBytes(oldKey);
    } else {
      full.write(oldKey, 0, PARTITION_HASH_END);
      full.writeBytes(layout.discriminatorOf(partition));
      full.write(oldKey, PARTITION_HASH_END, oldKey.length - PARTITION_HASH_END);
    }
    if (owner.length > 0) {
      full.writeBytes(layout.discriminatorOf(owner));
    }
    return Layers.at(full.toByteArray(), partition, owner);
  }

  private byte[] part() {
    int end = end(varint());
    byte[] part = Arrays.copyOfRange(value, at, end);
    at = end;
    return part;
  }

  private int end(int length) {
    if (length < 0 || length > value.length - at) {
      throw malformed();
    }
    return at + length;
  }

  private int varint() {
    int result = 0;
    for (int shift = 0; shift < Integer.SIZE && at < value.length; shift += 7) {
      byte b = value[at++];
      result |= (b & 0x7F) << shift;
      if (b >= 0) {
        return result;
      }
    }
    throw malformed();
  }

  private static IllegalStateException malformed() {
    return new IllegalStateException("A record of layout 3 is malformed");
  }
}
