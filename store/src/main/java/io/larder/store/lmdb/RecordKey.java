package io.larder.store.lmdb;

import java.util.Arrays;

/**
 * Where an entry (an item, or an item's entry in an index) stands: the LMDB key of its record and
 * what tells it from the other entries that may share the record. Entries are ordered by {@code
 * key}, {@code suffix}, {@code partition} and {@code owner}, as unsigned bytes.
 *
 * @param key the record's key, cut at {@link KeyLayout#MAX_KEY}
 * @param suffix the part of the full key that was cut off
 * @param partition the partition key's bytes, of which {@code key} has only a hash
 * @param owner for an index entry the primary key of its item, of which {@code key} has only a
 *     hash; otherwise empty
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or hashed, never leaves the package
record RecordKey(byte[] key, byte[] suffix, byte[] partition, byte[] owner) {

  boolean sameRecord(byte[] recordKey) {
    return Arrays.equals(key, recordKey);
  }
}
