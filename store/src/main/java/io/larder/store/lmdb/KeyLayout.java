package io.larder.store.lmdb;

import io.larder.store.Index;
import io.larder.store.IndexKey;
import io.larder.store.KeyBytes;
import io.larder.store.PrimaryKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes the keys of records.
 *
 * <p>A full key is {@code id | hash of the partition key | sort part}. In a table the sort part is
 * the sort key's ordered bytes as they are. In an index it is the ordered index sort key, made
 * self-terminating, and then the hash of the table's key, so that entries with equal index keys
 * have an order. LMDB takes at most {@link #MAX_KEY} bytes, so the record's key is the full key cut
 * there, and entries whose cut keys are the same share a record that holds them in the order of
 * their full keys. Neither half of that rule can lose the order: a cut key is a prefix, and within
 * a record the rest decides.
 */
final class KeyLayout {
  /** LMDB's limit as it is compiled into the binding. */
  static final int MAX_KEY = 511;

  private static final int ID_LENGTH = Integer.BYTES;

  /** Where the sort part begins. */
  static final int SORT_AT = ID_LENGTH + PartitionHash.LENGTH;

  static final byte[] NONE = {};

  private static final int EXPIRY_LENGTH = ID_LENGTH + Long.BYTES;

  private final PartitionHash hash;

  KeyLayout(PartitionHash hash) {
    this.hash = hash;
  }

  /** The key of an item in its table. */
  RecordKey ofItem(PrimaryKey key) {
    return cut(full(key.tableId(), key.partition(), key.sort(), 0), key.partition(), NONE);
  }

  /** The key of an item's entry in an index. */
  RecordKey ofEntry(Index index, IndexKey key, PrimaryKey owner) {
    byte[] sort = indexSort(index, key.sort());
    byte[] full = full(index.id(), key.partition(), sort, PartitionHash.LENGTH);
    hash.write(owner.partition(), owner.sort(), full, full.length - PartitionHash.LENGTH);
    return cut(full, key.partition(), ownerBytes(owner));
  }

  /** The key of an item in the order in which the items of a table expire. */
  RecordKey ofExpiry(int id, long second, PrimaryKey owner) {
    byte[] full = Arrays.copyOf(atExpiry(id, second), EXPIRY_LENGTH + PartitionHash.LENGTH);
    hash.write(owner.partition(), owner.sort(), full, EXPIRY_LENGTH);
    return new RecordKey(full, NONE, NONE, ownerBytes(owner));
  }

  /**
   * Where the items begin that expire at that second, as unsigned numbers: negative ones are last.
   */
  static byte[] atExpiry(int id, long second) {
    return ByteBuffer.allocate(EXPIRY_LENGTH).putInt(id).putLong(second).array();
  }

  /** The second of a key of {@link #ofExpiry}. */
  static long secondOf(byte[] key) {
    return ByteBuffer.wrap(key).getLong(ID_LENGTH);
  }

  /** The full key under which the entries of one partition begin, with a bound on the sort part. */
  byte[] bound(int id, byte[] partition, byte[] sort) {
    return full(id, partition, sort, 0);
  }

  /** The prefix of all full keys of a table or index. */
  static byte[] prefix(int id) {
    byte[] prefix = new byte[ID_LENGTH];
    putInt(prefix, id);
    return prefix;
  }

  /** The position in the hash space of a table or index: its id and the first hash bits. */
  static byte[] atHash(int id, int firstTwelveBits) {
    byte[] bound = Arrays.copyOf(prefix(id), ID_LENGTH + 2);
    bound[ID_LENGTH] = (byte) (firstTwelveBits >>> 4);
    bound[ID_LENGTH + 1] = (byte) (firstTwelveBits << 4);
    return bound;
  }

  /** The hash of a partition key in the form in which segments of a scan cut the hash space. */
  int firstTwelveBits(byte[] partition) {
    byte[] bytes = new byte[PartitionHash.LENGTH];
    hash.write(partition, NONE, bytes, 0);
    return (bytes[0] & 0xFF) << 4 | (bytes[1] & 0xFF) >>> 4;
  }

  private byte[] full(int id, byte[] partition, byte[] sort, int spare) {
    byte[] full = new byte[SORT_AT + sort.length + spare];
    putInt(full, id);
    hash.write(partition, NONE, full, ID_LENGTH);
    System.arraycopy(sort, 0, full, SORT_AT, sort.length);
    return full;
  }

  /** Several attributes are terminated one by one already. */
  private static byte[] indexSort(Index index, byte[] sort) {
    return index.keySchema().sort().size() == 1 ? KeyBytes.terminated(sort) : sort;
  }

  private static byte[] ownerBytes(PrimaryKey owner) {
    byte[] partition = owner.partition();
    byte[] sort = owner.sort();
    byte[] bytes = new byte[2 + partition.length + sort.length];
    bytes[0] = (byte) (partition.length >>> 8);
    bytes[1] = (byte) partition.length;
    System.arraycopy(partition, 0, bytes, 2, partition.length);
    System.arraycopy(sort, 0, bytes, 2 + partition.length, sort.length);
    return bytes;
  }

  private static RecordKey cut(byte[] full, byte[] partition, byte[] owner) {
    return full.length <= MAX_KEY
        ? new RecordKey(full, NONE, partition, owner)
        : new RecordKey(
            Arrays.copyOf(full, MAX_KEY),
            Arrays.copyOfRange(full, MAX_KEY, full.length),
            partition,
            owner);
  }

  /** The least key that is greater than every key with this prefix; null if there is none. */
  static byte @Nullable [] after(byte[] prefix) {
    for (int at = prefix.length - 1; at >= 0; at--) {
      if (prefix[at] != (byte) 0xFF) {
        byte[] next = Arrays.copyOf(prefix, at + 1);
        next[at]++;
        return next;
      }
    }
    return null;
  }

  private static void putInt(byte[] target, int value) {
    target[0] = (byte) (value >>> 24);
    target[1] = (byte) (value >>> 16);
    target[2] = (byte) (value >>> 8);
    target[3] = (byte) value;
  }

  static int getInt(byte[] source) {
    return (source[0] & 0xFF) << 24
        | (source[1] & 0xFF) << 16
        | (source[2] & 0xFF) << 8
        | (source[3] & 0xFF);
  }

  /** True if this LMDB key belongs to that table or index. */
  static boolean hasId(byte[] key, int id) {
    return key.length >= ID_LENGTH && getInt(key) == id;
  }
}
