package io.larder.store.lmdb.changes;

import io.larder.protocol.item.Item;
import io.larder.protocol.operation.StreamRecord.EventName;
import io.larder.store.lmdb.layout.KeyLayout;
import org.jspecify.annotations.Nullable;

/** Reads the records of a {@link ChangeBlock} one after the other, without copying them. */
public final class BlockReader {
  private static final int VARINT_BITS = 35;
  private static final Item NO_ITEM = Item.ofStored(KeyLayout.NONE, 0);

  private final byte[] block;
  private int at = ChangeBlock.HEADER;
  private long number;
  private int flags;
  private Item keys = NO_ITEM;
  private @Nullable Item newImage;
  private @Nullable Item oldImage;

  /** {@code last} is the number of its last record. */
  public BlockReader(byte[] block, long last) {
    this.block = block;
    if (block.length < ChangeBlock.HEADER) {
      throw malformed();
    }
    this.number = last - KeyLayout.getInt(block);
  }

  /** Moves to the next record; false at the end. */
  public boolean next() {
    if (at == block.length) {
      return false;
    }
    number++;
    flags = block[at++];
    keys = item();
    newImage = has(ChangeBlock.WITH_NEW) ? item() : null;
    oldImage = has(ChangeBlock.WITH_OLD) ? item() : null;
    if (has(ChangeBlock.OLD_BY_NEW)) {
      oldImage = likeNew();
    }
    return true;
  }

  /** An image that begins and ends as the new one does. */
  private Item likeNew() {
    int size = varint();
    int prefix = varint();
    int suffix = varint();
    int between = varint();
    Item like = newImage;
    if (like == null
        || prefix > like.jsonLength()
        || suffix > like.jsonLength() - prefix
        || between > block.length - at) {
      throw malformed();
    }
    byte[] json = new byte[prefix + between + suffix];
    like.copyJsonTo(json, 0, 0, prefix);
    System.arraycopy(block, at, json, prefix, between);
    like.copyJsonTo(json, prefix + between, like.jsonLength() - suffix, like.jsonLength());
    at += between;
    return Item.ofStored(json, size);
  }

  private boolean has(int flag) {
    return (flags & flag) != 0;
  }

  private Item item() {
    int size = varint();
    int length = varint();
    if (length > block.length - at) {
      throw malformed();
    }
    at += length;
    return Item.ofStored(block, at - length, at, size);
  }

  private int varint() {
    long result = 0;
    for (int shift = 0; shift < VARINT_BITS && at < block.length; shift += 7) {
      byte b = block[at++];
      result |= (long) (b & 0x7F) << shift;
      if (b >= 0 && result <= Integer.MAX_VALUE) {
        return (int) result;
      }
    }
    throw malformed();
  }

  private static IllegalStateException malformed() {
    return new IllegalStateException("A stored block of changes is malformed");
  }

  public long number() {
    return number;
  }

  public EventName eventName() {
    if (!has(ChangeBlock.HAD_ITEM)) {
      return EventName.INSERT;
    }
    return has(ChangeBlock.HAS_ITEM) ? EventName.MODIFY : EventName.REMOVE;
  }

  public boolean isExpiry() {
    return has(ChangeBlock.IS_EXPIRY);
  }

  public Item keys() {
    return keys;
  }

  public @Nullable Item newImage() {
    return newImage;
  }

  public @Nullable Item oldImage() {
    return oldImage;
  }
}
