package io.larder.store.lmdb.layout;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where entries stand whose full keys are too long for LMDB, which takes {@link #MAX_KEY} bytes.
 *
 * <p>A shorter full key is the key of its entry's record. Of a longer one the first {@link
 * #MAX_KEY} bytes are the key of a <i>marker</i>, and the rest stands in the layer below it: behind
 * {@link #PREFIX} bytes that no other layer has. If what is left fills a key again, that is a
 * marker again, with a layer below. So each entry and each marker has a record of its own, whose
 * key's length tells which it is; a marker stands exactly where, in the order of full keys, the
 * entries of its layer belong; and a layer's records follow each other in that order.
 *
 * <p>A layer's prefix is the id of its table or index with the top bit set, which no id has, and a
 * hash of its marker's key, and thus of all that comes before. What is hashed holds the {@link
 * Discriminator} of the partition, so nobody can look for two layers with one prefix.
 */
public final class Layers {
  /** LMDB's limit as it is compiled into the binding. */
  static final int MAX_KEY = 511;

  private static final int HASH = 16;

  /** Bytes before the part of a full key that a layer's record has in its key. */
  static final int PREFIX = KeyLayout.ID_LENGTH + HASH;

  private static final int ID_BIT = 1 << 31;

  private Layers() {}

  /** Where the entry with that full key stands. */
  static RecordKey at(byte[] full, byte[] partition, byte[] owner) {
    return full.length < MAX_KEY
        ? new RecordKey(full, full, List.of(), partition, owner)
        : below(full, partition, owner);
  }

  private static RecordKey below(byte[] full, byte[] partition, byte[] owner) {
    List<byte[]> markers = new ArrayList<>();
    byte[] key = Arrays.copyOf(full, MAX_KEY);
    for (int at = MAX_KEY; isMarker(key); at += MAX_KEY - PREFIX) {
      markers.add(key);
      key = join(prefixBelow(key), part(full, at));
    }
    return new RecordKey(full, key, markers, partition, owner);
  }

  /** True for the key of a marker. */
  public static boolean isMarker(byte[] key) {
    return key.length == MAX_KEY;
  }

  /** The beginning of the keys of all records in the layer below a marker. */
  public static byte[] prefixBelow(byte[] marker) {
    return ByteBuffer.allocate(PREFIX)
        .putInt(KeyLayout.getInt(marker) | ID_BIT)
        .put(sha256(marker), 0, HASH)
        .array();
  }

  /** The beginning of the keys of all records in layers of a table or index. */
  public static byte[] prefix(int id) {
    return KeyLayout.prefix(id | ID_BIT);
  }

  /** The table or index to which the record with that key belongs. */
  public static int idOf(byte[] key) {
    return KeyLayout.getInt(key) & ~ID_BIT;
  }

  /** As much of a full key from there on as the key of a layer's record holds. */
  static byte[] part(byte[] full, int from) {
    return Arrays.copyOfRange(full, from, Math.min(full.length, from + MAX_KEY - PREFIX));
  }

  static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
