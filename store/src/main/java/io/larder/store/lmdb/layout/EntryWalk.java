package io.larder.store.lmdb.layout;

import io.larder.store.lmdb.engine.RecordCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Visits the entries of a {@link KeyRange} in order, in one direction, entry by entry. Where it
 * comes to a marker it goes through the layer below before it goes on; see {@link Layers}.
 */
public final class EntryWalk {
  private final RecordCursor cursor;
  private final KeyRange range;
  private final boolean forward;
  private final RecordReader reader = new RecordReader();
  private Layer layer = Layer.TOP;
  private byte[] key = KeyLayout.NONE;
  private boolean hasStarted;
  private boolean hasEnded;

  public EntryWalk(RecordCursor cursor, KeyRange range, boolean forward) {
    this.cursor = cursor;
    this.range = range;
    this.forward = forward;
  }

  /**
   * A layer on the way to the current record.
   *
   * @param above the one with the marker of this layer; null at the top
   * @param marker the key of that marker
   * @param prefix the beginning of the keys of this layer's records
   * @param before what they have in place of it in their full keys
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared or hashed
  private record Layer(@Nullable Layer above, byte[] marker, byte[] prefix, byte[] before) {
    static final Layer TOP = new Layer(null, KeyLayout.NONE, KeyLayout.NONE, KeyLayout.NONE);

    Layer below(byte[] marker) {
      return new Layer(this, marker, Layers.prefixBelow(marker), full(marker));
    }

    boolean holds(byte[] key) {
      return KeyLayout.startsWith(key, prefix);
    }

    /** The full key of a record. */
    byte[] full(byte[] key) {
      return above == null
          ? key
          : Layers.join(before, Arrays.copyOfRange(key, prefix.length, key.length));
    }

    /** The key at which a full key stands in this layer, or at which it is cut. */
    byte[] keyOf(byte[] full) {
      if (above == null && full.length <= Layers.MAX_KEY) {
        return full;
      }
      int length = Math.min(prefix.length + full.length - before.length, Layers.MAX_KEY);
      byte[] key = Arrays.copyOf(prefix, length);
      System.arraycopy(full, before.length, key, prefix.length, length - prefix.length);
      return key;
    }

    /** How the full key of a record is ordered relative to another. */
    int compare(byte[] key, byte[] full) {
      int common = Math.min(before.length, full.length);
      int order = Arrays.compareUnsigned(before, 0, common, full, 0, common);
      if (order != 0) {
        return order;
      }
      return before.length > common
          ? 1
          : Arrays.compareUnsigned(key, prefix.length, key.length, full, common, full.length);
    }
  }

  /** The current entry. */
  public RecordReader entry() {
    return reader;
  }

  /** The full key of the current entry. */
  public byte[] fullKey() {
    return layer.full(key);
  }

  /** Moves to the next entry; false at the end. */
  public boolean next() {
    boolean found = !hasEnded && (hasStarted ? step() : enter());
    hasStarted = true;
    while (!hasEnded) {
      if (!found || !layer.holds(cursor.key())) {
        found = leave();
      } else {
        key = cursor.key();
        if (isBeyondEnd()) {
          hasEnded = true;
        } else if (Layers.isMarker(key)) {
          layer = layer.below(key);
          found = enter();
        } else {
          open();
          return true;
        }
      }
    }
    return false;
  }

  private boolean step() {
    return forward ? cursor.next() : cursor.previous();
  }

  /** Goes to the first record of the layer that may belong to the range. */
  private boolean enter() {
    byte[] bound = forward ? range.from() : range.to();
    boolean isBounded = KeyLayout.startsWith(bound, layer.before);
    if (forward) {
      return cursor.seek(isBounded ? layer.keyOf(bound) : layer.prefix);
    }
    byte[] end = isBounded ? layer.keyOf(bound) : KeyRange.endOf(layer.prefix);
    if (!cursor.seek(end)) {
      return cursor.last();
    }
    // Below a marker at which the bound is cut there may be entries that come before the bound.
    return (Layers.isMarker(end) && Arrays.equals(cursor.key(), end)) || cursor.previous();
  }

  /** Goes on behind the marker of this layer, in the layer above. */
  private boolean leave() {
    Layer above = layer.above;
    if (above == null) {
      hasEnded = true;
      return false;
    }
    cursor.seek(layer.marker);
    layer = above;
    return step();
  }

  private boolean isBeyondEnd() {
    if (forward) {
      return layer.compare(key, range.to()) >= 0;
    }
    byte[] from = range.from();
    // Below a marker at which the bound is cut there may be entries that come behind the bound.
    return layer.compare(key, from) < 0
        && !(Layers.isMarker(key) && KeyLayout.startsWith(from, layer.full(key)));
  }

  private void open() {
    reader.open(cursor.value());
    byte[] partition = range.partition();
    if (partition != null) {
      reader.requirePartition(partition);
    }
  }
}
