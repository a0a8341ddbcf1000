package io.larder.store.lmdb.layout;

import io.larder.protocol.expression.KeyCondition;
import io.larder.protocol.expression.KeyCondition.SortRange;
import io.larder.protocol.item.AttributeValue;
import io.larder.protocol.operation.ScanSegment;
import io.larder.store.KeyBytes;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The entries that a Query or Scan may read, by their full keys.
 *
 * @param from the least full key, inclusive
 * @param to the full key after the last, exclusive
 * @param partition the partition key's bytes if the range is within one partition
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or hashed, never leaves the store
public record KeyRange(byte[] from, byte[] to, byte @Nullable [] partition) {
  private static final int HASHES = 1 << 12;

  /** The entries that meet a key condition. */
  public static KeyRange of(KeyLayout layout, Source source, KeyCondition condition) {
    byte[] partition = KeyBytes.partition(condition.partition());
    SortBounds bounds =
        source.index() == null ? SortBounds.inTable(condition) : SortBounds.inIndex(condition);
    byte[] to = bounds.to();
    return new KeyRange(
        layout.bound(source.id(), partition, bounds.from()),
        to == null
            ? endOf(layout.bound(source.id(), partition, KeyLayout.NONE))
            : layout.bound(source.id(), partition, to),
        partition);
  }

  /** All entries of a table or index. */
  public static KeyRange all(int id) {
    byte[] prefix = KeyLayout.prefix(id);
    return new KeyRange(prefix, endOf(prefix), null);
  }

  /** All entries, or those of one segment. */
  public static KeyRange of(Source source, @Nullable ScanSegment segment) {
    if (segment == null) {
      return all(source.id());
    }
    int first = firstHash(segment.segment(), segment.totalSegments());
    int end = firstHash(segment.segment() + 1, segment.totalSegments());
    return new KeyRange(atHash(source, first), atHash(source, end), null);
  }

  /** The entries beyond {@code start}, where an earlier page in that direction ended. */
  public KeyRange beyond(@Nullable RecordKey start, boolean forward) {
    if (start == null) {
      return this;
    }
    return forward ? after(start.full()) : before(start.full());
  }

  /** The entries behind that full key. */
  public KeyRange after(byte[] full) {
    byte[] next = Arrays.copyOf(full, full.length + 1);
    return new KeyRange(Arrays.compareUnsigned(next, from) > 0 ? next : from, to, partition);
  }

  private KeyRange before(byte[] full) {
    return new KeyRange(from, Arrays.compareUnsigned(full, to) < 0 ? full : to, partition);
  }

  private static byte[] atHash(Source source, int hash) {
    return hash == HASHES
        ? endOf(KeyLayout.prefix(source.id()))
        : KeyLayout.atHash(source.id(), hash);
  }

  /** True if a partition whose hash begins with these bits belongs to the segment. */
  public static boolean contains(ScanSegment segment, int firstTwelveBits) {
    return firstTwelveBits >= firstHash(segment.segment(), segment.totalSegments())
        && firstTwelveBits < firstHash(segment.segment() + 1, segment.totalSegments());
  }

  private static int firstHash(int segment, int totalSegments) {
    return (int) Math.ceilDiv((long) HASHES * segment, totalSegments);
  }

  /** The least key that is greater than all that begin like this. */
  static byte[] endOf(byte[] prefix) {
    byte[] end = KeyLayout.after(prefix);
    if (end == null) {
      throw new IllegalStateException("ids are exhausted");
    }
    return end;
  }

  /** Bounds on the sort part of keys; {@code to} is null if there is none. */
  @SuppressWarnings("ArrayRecordComponent")
  private record SortBounds(byte[] from, byte @Nullable [] to) {

    static SortBounds inTable(KeyCondition condition) {
      SortRange range = condition.sortRange();
      if (range != null) {
        return of(KeyLayout.NONE, range, false);
      }
      if (condition.sortEquals().isEmpty()) {
        return new SortBounds(KeyLayout.NONE, null);
      }
      byte[] value = KeyBytes.of(condition.sortEquals().getFirst());
      return new SortBounds(value, afterValue(value, false));
    }

    static SortBounds inIndex(KeyCondition condition) {
      var equal = new ByteArrayOutputStream();
      for (AttributeValue value : condition.sortEquals()) {
        equal.writeBytes(KeyBytes.terminated(KeyBytes.of(value)));
      }
      byte[] prefix = equal.toByteArray();
      SortRange range = condition.sortRange();
      return range == null
          ? new SortBounds(prefix, KeyLayout.after(prefix))
          : of(prefix, range, true);
    }

    private static SortBounds of(byte[] prefix, SortRange range, boolean terminated) {
      byte @Nullable [] end = KeyLayout.after(prefix);
      return switch (range) {
        case SortRange.LessThan(var bound, var inclusive) -> {
          byte[] value = join(prefix, form(bound, terminated));
          yield new SortBounds(prefix, inclusive ? afterValue(value, terminated) : value);
        }
        case SortRange.GreaterThan(var bound, var inclusive) -> {
          byte[] value = join(prefix, form(bound, terminated));
          yield new SortBounds(inclusive ? value : afterValue(value, terminated), end);
        }
        case SortRange.Between(var lower, var upper) ->
            new SortBounds(
                join(prefix, form(lower, terminated)),
                afterValue(join(prefix, form(upper, terminated)), terminated));
        case SortRange.BeginsWith(var text) -> {
          byte[] value = form(text, terminated);
          byte[] open = terminated ? Arrays.copyOf(value, value.length - 2) : value;
          byte[] start = join(prefix, open);
          yield new SortBounds(start, KeyLayout.after(start));
        }
      };
    }

    private static byte[] form(AttributeValue value, boolean terminated) {
      byte[] bytes = KeyBytes.of(value);
      return terminated ? KeyBytes.terminated(bytes) : bytes;
    }

    /** The least key part that is greater than that of every entry with this value. */
    private static byte[] afterValue(byte[] value, boolean terminated) {
      if (!terminated) {
        return Arrays.copyOf(value, value.length + 1);
      }
      // Ends in the terminator 00 00, which nothing but 00 FF or a greater byte can follow.
      byte[] after = value.clone();
      after[after.length - 1] = 1;
      return after;
    }

    private static byte[] join(byte[] prefix, byte[] rest) {
      if (prefix.length == 0) {
        return rest;
      }
      byte[] joined = Arrays.copyOf(prefix, prefix.length + rest.length);
      System.arraycopy(rest, 0, joined, prefix.length, rest.length);
      return joined;
    }
  }
}
