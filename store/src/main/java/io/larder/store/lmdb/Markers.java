package io.larder.store.lmdb;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Keeps the markers of {@link Layers}. A marker's record holds how many records there are in the
 * layer below, so that the last one that goes takes the marker along, without anybody looking
 * through the layer. All that a change must read it reads before it writes anything, so that a
 * record that cannot be read leaves nothing half done.
 */
final class Markers {
  private Markers() {}

  /** To be called when the record at {@code key} is added. */
  static void added(WriteGroup group, RecordKey key) {
    List<byte[]> markers = key.markers();
    long count = 0;
    int at = markers.size() - 1;
    while (at >= 0 && (count = count(group, markers.get(at))) == 0) {
      at--;
    }
    for (byte[] missing : markers.subList(at + 1, markers.size())) {
      put(group, missing, 1);
    }
    if (at >= 0) {
      put(group, markers.get(at), count + 1);
    }
  }

  /** To be called when the record at {@code key} is deleted. */
  static void removed(WriteGroup group, RecordKey key) {
    List<byte[]> markers = key.markers();
    long count = 0;
    int at = markers.size() - 1;
    while (at >= 0 && (count = count(group, markers.get(at))) <= 1) {
      at--;
    }
    for (byte[] emptied : markers.subList(at + 1, markers.size())) {
      group.delete(Database.DATA, emptied);
    }
    if (at >= 0) {
      put(group, markers.get(at), count - 1);
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
