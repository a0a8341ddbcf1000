package io.larder.store.lmdb.layout;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the markers of {@link Layers}. A marker's record holds how many records there are in the
 * layer below, so that the last one that goes takes the marker along, without anybody looking
 * through the layer. All that a change must read it reads before it writes anything, so that a
 * record that cannot be read leaves nothing half done.
 */
public final class Markers {
  private Markers() {}

  /** The records among which the markers stand. */
  public interface Place {
    /** The value of a record, or null. */
    byte @Nullable [] get(byte[] key);

    void put(byte[] key, byte[] value);

    void delete(byte[] key);
  }

  /** To be called when the record at {@code key} is added. */
  public static void added(Place place, RecordKey key) {
    List<byte[]> markers = key.markers();
    long count = 0;
    int at = markers.size() - 1;
    while (at >= 0 && (count = count(place, markers.get(at))) == 0) {
      at--;
    }
    for (byte[] missing : markers.subList(at + 1, markers.size())) {
      put(place, missing, 1);
    }
    if (at >= 0) {
      put(place, markers.get(at), count + 1);
    }
  }

  /** To be called when the record at {@code key} is deleted. */
  public static void removed(Place place, RecordKey key) {
    List<byte[]> markers = key.markers();
    long count = 0;
    int at = markers.size() - 1;
    while (at >= 0 && (count = count(place, markers.get(at))) <= 1) {
      at--;
    }
    for (byte[] emptied : markers.subList(at + 1, markers.size())) {
      place.delete(emptied);
    }
    if (at >= 0) {
      put(place, markers.get(at), count - 1);
    }
  }

  private static long count(Place place, byte[] marker) {
    byte[] found = place.get(marker);
    return found == null ? 0 : ByteBuffer.wrap(found).getLong();
  }

  private static void put(Place place, byte[] marker, long count) {
    place.put(marker, ByteBuffer.allocate(Long.BYTES).putLong(count).array());
  }
}
