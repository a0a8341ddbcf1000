package io.larder.store.lmdb.tables;

import static io.larder.protocol.error.ServiceException.invalidParameter;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.quota.ServiceQuotas;
import io.larder.store.lmdb.engine.CatalogKey;
import io.larder.store.lmdb.engine.DamagedRecordException;
import io.larder.store.lmdb.engine.Database;
import io.larder.store.lmdb.writer.WriteGroup;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A list of attribute names as it is stored: its number in the key, its names in the value.
 *
 * <p>The number is made of the names, so that a client which outlives a store, or what a store has
 * lost, does not mistake one list for another: what it knows is unknown, or means the same.
 */
final class AttributeListRecord {
  private static final int LENGTH = Short.BYTES;

  private final List<String> names;
  private final byte[] value;

  private AttributeListRecord(List<String> names, byte[] value) {
    this.names = names;
    this.value = value;
  }

  /**
   * @throws io.larder.protocol.error.ServiceException if no item can have these attributes
   */
  static AttributeListRecord of(List<String> names) {
    List<byte[]> parts = new ArrayList<>(names.size());
    Set<String> known = HashSet.newHashSet(names.size());
    int length = 0;
    for (String name : names) {
      byte[] part = name.getBytes(UTF_8);
      if (part.length == 0 || part.length > ServiceQuotas.MAX_ATTRIBUTE_NAME_BYTES) {
        throw invalidParameter("A list of attribute names has one that is empty or too long");
      }
      // Text that is no Unicode would be another one when it is read back.
      if (!known.add(name) || !new String(part, UTF_8).equals(name)) {
        throw invalidParameter("A list of attribute names has one twice, or one that is no text");
      }
      parts.add(part);
      length += part.length;
      if (length > ServiceQuotas.MAX_ITEM_BYTES) {
        throw invalidParameter("A list of attribute names is longer than an item");
      }
    }
    ByteBuffer value = ByteBuffer.allocate(length + LENGTH * parts.size());
    parts.forEach(part -> value.putShort((short) part.length).put(part));
    return new AttributeListRecord(List.copyOf(names), value.array());
  }

  static AttributeListRecord read(byte[] value) {
    List<String> names = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(value);
    while (in.hasRemaining()) {
      int length = Short.toUnsignedInt(in.getShort());
      names.add(new String(value, in.position(), length, UTF_8));
      in.position(in.position() + length);
    }
    return new AttributeListRecord(List.copyOf(names), value);
  }

  List<String> names() {
    return names;
  }

  /** Length of the names in UTF-8, and of their lengths. */
  int valueLength() {
    return value.length;
  }

  static int idOf(byte[] key) {
    return ByteBuffer.wrap(key).getInt(1);
  }

  private static byte[] key(int id) {
    return ByteBuffer.allocate(1 + Integer.BYTES)
        .put(CatalogKey.ATTRIBUTE_LIST.first())
        .putInt(id)
        .array();
  }

  /** Stores the list, unless it is there, and returns its number. */
  int putInto(WriteGroup group) {
    for (int attempt = 0; ; attempt++) {
      int id = id(attempt);
      byte[] key = key(id);
      if (id > AttributeLists.EMPTY && !isTakenByAnother(group, key)) {
        if (group.get(Database.CATALOG, key) == null) {
          group.put(Database.CATALOG, key, value);
        }
        return id;
      }
    }
  }

  private boolean isTakenByAnother(WriteGroup group, byte[] key) {
    try {
      byte[] there = group.get(Database.CATALOG, key);
      return there != null && !Arrays.equals(there, value);
    } catch (DamagedRecordException e) {
      // Nobody knows any more what clients take this number for.
      return true;
    }
  }

  /** A number that each attempt makes another of, so that none can be kept from the list. */
  private int id(int attempt) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(attempt).flip());
      return ByteBuffer.wrap(digest.digest(value)).getInt() & Integer.MAX_VALUE;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
