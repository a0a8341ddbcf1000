package io.larder.store.lmdb;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Visits the entries of a {@link KeyRange} in order, in one direction, entry by entry. */
final class EntryWalk {
  private final RecordCursor cursor;
  private final KeyRange range;
  private final @Nullable RecordKey start;
  private final boolean forward;
  private final RecordReader reader = new RecordReader();
  private byte[] recordKey = KeyLayout.NONE;
  private boolean started;
  private boolean hasRecord;

  /** {@code start} is where an earlier walk in the same direction ended; it is not visited. */
  EntryWalk(RecordCursor cursor, KeyRange range, @Nullable RecordKey start, boolean forward) {
    this.cursor = cursor;
    this.range = range;
    this.start = start;
    this.forward = forward;
  }

  /** The current entry. */
  RecordReader entry() {
    return reader;
  }

  /** Moves to the next entry; false at the end. */
  boolean next() {
    if (!started) {
      started = true;
      openRecord(forward ? seekFirst() : seekLast());
    }
    while (hasRecord) {
      while (forward ? reader.next() : reader.previous()) {
        if (isBeyondEnd()) {
          hasRecord = false;
          return false;
        }
        if (isAfterStart() && isInPartition()) {
          return true;
        }
      }
      openRecord(forward ? cursor.next() : cursor.previous());
    }
    return false;
  }

  private boolean seekFirst() {
    return cursor.seek(start == null ? cut(range.from()) : start.key());
  }

  /** To the first record that can hold nothing more of the range, or the last that there is. */
  private boolean seekLast() {
    byte[] key = start == null ? cut(range.to()) : start.key();
    return cursor.seek(key) || cursor.last();
  }

  private static byte[] cut(byte[] fullKey) {
    return fullKey.length <= KeyLayout.MAX_KEY
        ? fullKey
        : Arrays.copyOf(fullKey, KeyLayout.MAX_KEY);
  }

  private void openRecord(boolean found) {
    hasRecord = found;
    if (found) {
      recordKey = cursor.key();
      if (forward) {
        reader.open(cursor.value());
      } else {
        reader.openAtEnd(cursor.value());
      }
    }
  }

  private boolean isBeyondEnd() {
    return forward
        ? reader.compareFullKey(recordKey, range.to()) >= 0
        : reader.compareFullKey(recordKey, range.from()) < 0;
  }

  /** True if the entry lies within the range and beyond the place where the walk starts. */
  private boolean isAfterStart() {
    boolean inRange =
        forward
            ? reader.compareFullKey(recordKey, range.from()) >= 0
            : reader.compareFullKey(recordKey, range.to()) < 0;
    if (!inRange || start == null) {
      return inRange;
    }
    int order = Arrays.compareUnsigned(recordKey, start.key());
    if (order == 0) {
      order = reader.compareTo(start);
    }
    return forward ? order > 0 : order < 0;
  }

  private boolean isInPartition() {
    byte[] partition = range.partition();
    return partition == null || reader.isInPartition(partition);
  }
}
