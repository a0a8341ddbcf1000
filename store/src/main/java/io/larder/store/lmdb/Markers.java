package io.larder.store.lmdb;

import java.nio.ByteBuffer;

/**
 * Keeps the markers of {@link Layers}. A marker's record holds how many records there are in the
 * layer below, so that the last one that goes takes the marker along, without anybody looking
 * through the layer.
 */
final class Markers {
  private Markers() {}

  /** To be called after the record at {@code key} was added. */
  static void added(WriteGroup group, RecordKey key) {
    for (byte[] marker : key.markers().reversed()) {
      long count = count(group, marker);
      put(group, marker, count + 1);
      if (count > 0) {
        return;
      }
    }
  }

  /** To be called after the record at {@code key} was deleted. */
  static void removed(WriteGroup group, RecordKey key) {
    for (byte[] marker : key.markers().reversed()) {
      long count = count(group, marker);
      if (count > 1) {
        put(group, marker, count - 1);
        return;
      }
      group.delete(Database.DATA, marker);
    }
  }

  private static long count(WriteGroup group, byte[] marker) {
    byte[] found = group.get(Database.DATA, marker);
    return found == null ? 0 : ByteBuffer.wrap(found).getLong();
  }

  private static void put(WriteGroup group, byte[] marker, long count) {
    group.put(Database.DATA, marker, ByteBuffer.allocate(Long.BYTES).putLong(count).array());
  }
}
