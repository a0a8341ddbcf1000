package io.larder.store.lmdb.layout;

import io.larder.protocol.item.Item;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.engine.Snapshot;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entry of a record, without copying it. The format is described at {@link Records}. One
 * reader may read many records, one after the other.
 */
public final class RecordReader {
  private static final int VARINT_BITS = 35;

  private byte[] value = KeyLayout.NONE;
  private int varint;
  private int partitionAt;
  private int partitionEnd;
  private int ownerAt;
  private int ownerEnd;
  private int size;
  private int jsonAt;

  /**
   * Reads a record.
   *
   * @throws IllegalStateException if it is none
   */
  public RecordReader open(byte[] record) {
    value = record;
    partitionAt = varintEnd(0);
    partitionEnd = frameEnd(partitionAt);
    ownerAt = varintEnd(partitionEnd);
    ownerEnd = frameEnd(ownerAt);
    jsonAt = varintEnd(ownerEnd);
    size = varint;
    return this;
  }

  /** Reads the number at {@code from} into {@link #varint} and returns where it ends. */
  private int varintEnd(int from) {
    int at = from;
    long result = 0;
    for (int shift = 0; shift < VARINT_BITS && at < value.length; shift += 7) {
      byte b = value[at++];
      result |= (long) (b & 0x7F) << shift;
      if (b >= 0 && result <= Integer.MAX_VALUE) {
        varint = (int) result;
        return at;
      }
    }
    throw malformed();
  }

  /** The end of what begins there and is as long as the number before it says. */
  private int frameEnd(int at) {
    if (varint > value.length - at) {
      throw malformed();
    }
    return at + varint;
  }

  private static IllegalStateException malformed() {
    return new IllegalStateException("A stored record is malformed");
  }

  boolean isInPartition(byte[] partition) {
    return Arrays.equals(value, partitionAt, partitionEnd, partition, 0, partition.length);
  }

  private boolean isOf(byte[] owner) {
    return Arrays.equals(value, ownerAt, ownerEnd, owner, 0, owner.length);
  }

  /**
   * Makes sure that this is the entry of {@code key} and not of another one whose hashes are all
   * the same.
   *
   * @throws IllegalStateException if it is not
   */
  public RecordReader require(RecordKey key) {
    if (!isInPartition(key.partition()) || !isOf(key.owner())) {
      throw otherEntry();
    }
    return this;
  }

  /**
   * Makes sure that this is an entry of that partition.
   *
   * @throws IllegalStateException if it is not
   */
  void requirePartition(byte[] partition) {
    if (!isInPartition(partition)) {
      throw otherEntry();
    }
  }

  private static IllegalStateException otherEntry() {
    return new IllegalStateException("A record belongs to another key with the same hashes");
  }

  /** The item or index entry, a part of the record. */
  public Item item() {
    return Item.ofStored(value, jsonAt, value.length, size);
  }

  public int itemSize() {
    return size;
  }

  /** The item or index entry at {@code key}, or null. */
  public static @Nullable Item itemAt(Snapshot snapshot, RecordKey key) {
    return item(snapshot.get(Database.DATA, key.key()), key);
  }

  /** The item at {@code key}, or null; {@code record} is null if there is no such record. */
  public static @Nullable Item item(byte @Nullable [] record, RecordKey key) {
    return record == null ? null : new RecordReader().open(record).require(key).item();
  }
}
