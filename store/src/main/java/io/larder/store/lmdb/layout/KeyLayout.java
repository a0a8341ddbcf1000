package io.larder.store.lmdb.layout;

import io.larder.protocol.item.SipHash;
import io.larder.store.Index;
import io.larder.store.KeyBytes;
import io.larder.store.PrimaryKey;
import io.larder.store.lmdb.engine.CatalogKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes the keys of entries.
 *
 * <p>A full key is {@code id | hash of the partition key | discriminator of the partition key |
 * sort part}. In a table the sort part is the sort key's ordered bytes as they are. In an index it
 * is the ordered index sort key, made self-terminating, and then the hash and the discriminator of
 * the table's key, so that entries with equal index keys have an order. Full keys are unique: what
 * tells entries apart that share a hash is a number that nobody can foresee. {@link Layers} says
 * where an entry stands whose full key is too long for LMDB.
 */
public final class KeyLayout {
  static final int ID_LENGTH = Integer.BYTES;

  /** Where the sort part begins. */
  static final int SORT_AT = ID_LENGTH + PartitionHash.LENGTH + Discriminator.LENGTH;

  public static final byte[] NONE = {};

  /** What stands in a full key for the primary key of an item. */
  private static final int OWNER = PartitionHash.LENGTH + Discriminator.LENGTH;

  private static final int EXPIRY_LENGTH = ID_LENGTH + Long.BYTES;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final PartitionHash hash;
  private final Discriminator discriminator;

  public KeyLayout(PartitionHash hash, Discriminator discriminator) {
    this.hash = hash;
    this.discriminator = discriminator;
  }

  /** The layout of a store with that {@link CatalogKey#HASH_KEY}. */
  public static KeyLayout ofService(byte[] hashKey) {
    return new KeyLayout(PartitionHash.ofService(), new SipHash(hashKey)::of);
  }

  /** The key of an item in its table. */
  public RecordKey ofItem(PrimaryKey key) {
    byte[] full = full(key.id(), key.partition(), key.sort(), 0);
    return Layers.at(full, key.partition(), NONE);
  }

  /** The key of an item's entry in an index. */
  public RecordKey ofEntry(Index index, PrimaryKey key, PrimaryKey owner) {
    byte[] sort = indexSort(index, key.sort());
    byte[] full = full(key.id(), key.partition(), sort, OWNER);
    byte[] ownerBytes = ownerBytes(owner);
    writeOwner(owner, ownerBytes, full);
    return Layers.at(full, key.partition(), ownerBytes);
  }

  /** The key of an item in the order in which the items of a table expire. */
  public RecordKey ofExpiry(int id, long second, PrimaryKey owner) {
    byte[] full = Arrays.copyOf(atExpiry(id, second), EXPIRY_LENGTH + OWNER);
    byte[] ownerBytes = ownerBytes(owner);
    writeOwner(owner, ownerBytes, full);
    return Layers.at(full, NONE, ownerBytes);
  }

  /**
   * Where the items begin that expire at that second, as unsigned numbers: negative ones are last.
   */
  public static byte[] atExpiry(int id, long second) {
    return ByteBuffer.allocate(EXPIRY_LENGTH).putInt(id).putLong(second).array();
  }

  /** The second of a key of {@link #ofExpiry}. */
  public static long secondOf(byte[] key) {
    return ByteBuffer.wrap(key).getLong(ID_LENGTH);
  }

  /** What stands in full keys behind the hash of these bytes. */
  byte[] discriminatorOf(byte[] bytes) {
    return ByteBuffer.allocate(Discriminator.LENGTH).putLong(discriminator.of(bytes)).array();
  }

  /** The full key under which the entries of one partition begin, with a bound on the sort part. */
  byte[] bound(int id, byte[] partition, byte[] sort) {
    return full(id, partition, sort, 0);
  }

  /** The prefix of all full keys of a table or index. */
  public static byte[] prefix(int id) {
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
  public int firstTwelveBits(byte[] partition) {
    byte[] bytes = new byte[PartitionHash.LENGTH];
    hash.write(partition, NONE, bytes, 0);
    return (bytes[0] & 0xFF) << 4 | (bytes[1] & 0xFF) >>> 4;
  }

  private byte[] full(int id, byte[] partition, byte[] sort, int spare) {
    byte[] full = new byte[SORT_AT + sort.length + spare];
    putInt(full, id);
    hash.write(partition, NONE, full, ID_LENGTH);
    LONGS.set(full, SORT_AT - Discriminator.LENGTH, discriminator.of(partition));
    System.arraycopy(sort, 0, full, SORT_AT, sort.length);
    return full;
  }

  /** Writes the end of a full key. */
  private void writeOwner(PrimaryKey owner, byte[] ownerBytes, byte[] full) {
    int at = full.length - OWNER;
    hash.write(owner.partition(), owner.sort(), full, at);
    // The hash is that of the service, which does not see where the sort key begins.
    LONGS.set(full, at + PartitionHash.LENGTH, discriminator.of(ownerBytes));
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

  public static int getInt(byte[] source) {
    return (source[0] & 0xFF) << 24
        | (source[1] & 0xFF) << 16
        | (source[2] & 0xFF) << 8
        | (source[3] & 0xFF);
  }

  public static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
