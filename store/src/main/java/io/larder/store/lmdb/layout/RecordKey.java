package io.larder.store.lmdb.layout;

import java.util.List;

/**
 * Where an entry (an item, or an item's entry in an index) stands.
 *
 * @param full the full key, whose order is that of all entries
 * @param key the LMDB key of the entry's record: the full key, unless that is too long
 * @param markers the LMDB keys of the markers above the record, from the top; see {@link Layers}
 * @param partition the partition key's bytes, of which {@code full} has only hashes
 * @param owner for an index entry the primary key of its item, of which {@code full} has only
 *     hashes; otherwise empty
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or hashed, never leaves the store
public record RecordKey(
    byte[] full, byte[] key, List<byte[]> markers, byte[] partition, byte[] owner) {}
