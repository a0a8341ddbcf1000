package io.larder.cache.memory;

import io.larder.protocol.item.Item;
import io.larder.store.PrimaryKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A copy of what is held of an item, or of its beginning: its key, when it was stored, and the
 * item, or that there is none.
 */
public final class HeldRecord {
  private static final int ABSENT = -1;

  // Where each member is.
  private static final int STORED_AT = 0;
  private static final int ID = STORED_AT + Long.BYTES;
  private static final int COHERENCE_ID = ID + Integer.BYTES;
  private static final int ITEM_SIZE = COHERENCE_ID + Integer.BYTES;
  private static final int PARTITION_LENGTH = ITEM_SIZE + Integer.BYTES;
  private static final int SORT_LENGTH = PARTITION_LENGTH + Short.BYTES;

  /** So many bytes come before those of the key. */
  static final int HEAD = SORT_LENGTH + Short.BYTES;

  private final byte[] bytes;

  HeldRecord(byte[] bytes) {
    this.bytes = bytes;
  }

  static byte[] write(PrimaryKey key, @Nullable Item item, long storedAt) {
    byte[] bytes = new byte[length(key, item)];
    ByteBuffer out = ByteBuffer.wrap(bytes);
    out.putLong(storedAt);
    out.putInt(key.id());
    out.putInt(key.coherenceId());
    out.putInt(item == null ? ABSENT : item.size());
    out.putShort((short) key.partition().length);
    out.putShort((short) key.sort().length);
    out.put(key.partition());
    out.put(key.sort());
    if (item != null) {
      item.copyJsonTo(bytes, out.position());
    }
    return bytes;
  }

  /** How long the record of that item is. */
  static int length(PrimaryKey key, @Nullable Item item) {
    return lengthOfKey(key) + (item == null ? 0 : item.jsonLength());
  }

  /** How long a record is up to the end of its key. */
  static int lengthOfKey(PrimaryKey key) {
    return HEAD + key.partition().length + key.sort().length;
  }

  /** How long it is up to the end of its key. */
  int lengthOfKey() {
    ByteBuffer in = in();
    return HEAD
        + Short.toUnsignedInt(in.getShort(PARTITION_LENGTH))
        + Short.toUnsignedInt(in.getShort(SORT_LENGTH));
  }

  private ByteBuffer in() {
    return ByteBuffer.wrap(bytes);
  }

  /** Whether it is of that key; the bytes may be those of no record. */
  static boolean isOf(byte[] bytes, PrimaryKey key) {
    if (bytes.length < lengthOfKey(key)) {
      return false;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte[] partition = key.partition();
    byte[] sort = key.sort();
    int sortAt = HEAD + partition.length;
    return in.getInt(ID) == key.id()
        && in.getShort(PARTITION_LENGTH) == (short) partition.length
        && in.getShort(SORT_LENGTH) == (short) sort.length
        && Arrays.equals(bytes, HEAD, sortAt, partition, 0, partition.length)
        && Arrays.equals(bytes, sortAt, sortAt + sort.length, sort, 0, sort.length);
  }

  /** {@link PrimaryKey#id} of its key. */
  public int id() {
    return in().getInt(ID);
  }

  /** By the clock of who has stored it. */
  public long storedAt() {
    return in().getLong(STORED_AT);
  }

  /** True if there is no item of the key. */
  public boolean isAbsence() {
    return in().getInt(ITEM_SIZE) == ABSENT;
  }

  /** Of a copy that has the key. */
  public PrimaryKey key() {
    ByteBuffer in = in();
    int sortAt = HEAD + Short.toUnsignedInt(in.getShort(PARTITION_LENGTH));
    return PrimaryKey.of(
        in.getInt(ID),
        in.getInt(COHERENCE_ID),
        Arrays.copyOfRange(bytes, HEAD, sortAt),
        Arrays.copyOfRange(bytes, sortAt, lengthOfKey()));
  }

  /** Of a whole copy; null if there is no item. The item keeps the copy. */
  public @Nullable Item item() {
    ByteBuffer in = in();
    int size = in.getInt(ITEM_SIZE);
    if (size == ABSENT) {
      return null;
    }
    return Item.ofStored(bytes, lengthOfKey(), bytes.length, size);
  }
}
