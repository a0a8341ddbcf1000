package io.larder.protocol.dax.value;

import io.larder.protocol.dax.cbor.CborWriter;
import io.larder.protocol.item.CanonicalReader;
import io.larder.protocol.item.Item;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The values of an item in the order of its JSON, one after another behind what else has been
 * written. They are there until {@link #remove}, to be repeated in the order of the answer: that is
 * cheaper than to look for them first.
 */
final class TranscodedItem {
  private static final int MIN_CAPACITY = 16;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final CborWriter out;
  private final CanonicalReader reader;
  private final int start;
  private final int end;

  /** Where each name begins, with its quotes, and where each value ends. */
  private int[] places = new int[2 * MIN_CAPACITY];

  private int count;
  private long hash;

  TranscodedItem(Item item, CborWriter out) {
    this.out = out;
    reader = item.reader();
    start = out.length();
    for (boolean more = reader.beginMembers(); more; more = reader.hasMoreMembers()) {
      if (2 * count == places.length) {
        places = Arrays.copyOf(places, 2 * places.length);
      }
      int name = reader.at();
      reader.skipName();
      hash(name, reader.at());
      ValueTranscoder.value(reader, out);
      places[2 * count] = name;
      places[2 * count + 1] = out.length();
      count++;
    }
    end = out.length();
  }

  /** A name and its colon, of which eight bytes can be read: a value follows. */
  private void hash(int from, int to) {
    byte[] json = reader.array();
    int at = from;
    for (; to - at > Long.BYTES; at += Long.BYTES) {
      hash = 31 * hash + (long) LONGS.get(json, at);
    }
    long last = (long) LONGS.get(json, at);
    hash = 31 * hash + (last << (Long.SIZE - Byte.SIZE * (to - at)));
    hash ^= hash >>> 29;
  }

  /** The reader, which may be moved. */
  CanonicalReader reader() {
    return reader;
  }

  int count() {
    return count;
  }

  /** Where the name of an attribute begins in the JSON, with its quotes. */
  int name(int place) {
    return places[2 * place];
  }

  private int valueStart(int place) {
    return place == 0 ? start : places[2 * place - 1];
  }

  private int valueEnd(int place) {
    return places[2 * place + 1];
  }

  /** How many bytes the value of an attribute takes. */
  int length(int place) {
    return valueEnd(place) - valueStart(place);
  }

  /** Writes the values at {@code order}, those next to each other at once. */
  void write(int[] order) {
    for (int i = 0; i < order.length; ) {
      int from = valueStart(order[i]);
      int to = valueEnd(order[i]);
      for (i++; i < order.length && valueStart(order[i]) == to; i++) {
        to = valueEnd(order[i]);
      }
      out.repeat(from, to - from);
    }
  }

  /** Writes one value. */
  void write(int place) {
    out.repeat(valueStart(place), length(place));
  }

  /** Takes back the values in the order of the JSON. */
  void remove() {
    out.remove(start, end);
  }

  /** The same for the same names in the same order. */
  int hash() {
    return Long.hashCode(hash);
  }
}
