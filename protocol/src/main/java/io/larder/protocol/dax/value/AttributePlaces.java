package io.larder.protocol.dax.value;

import io.larder.protocol.item.CanonicalReader;
import io.larder.protocol.item.Item;
import java.util.Arrays;

/** Where in an item's JSON its attributes are. */
final class AttributePlaces {
  private static final int MIN_CAPACITY = 16;

  private final CanonicalReader reader;
  private int[] names = new int[MIN_CAPACITY];
  private int count;
  private int hash;

  AttributePlaces(Item item) {
    reader = item.reader();
    byte[] json = reader.array();
    while (reader.skipToName()) {
      if (count == names.length) {
        names = Arrays.copyOf(names, 2 * count);
      }
      int start = reader.at();
      names[count++] = start;
      reader.skipName();
      for (int at = start; at < reader.at(); at++) {
        hash = 31 * hash + json[at];
      }
      reader.skipValue();
    }
  }

  /** The reader, which may be moved. */
  CanonicalReader reader() {
    return reader;
  }

  int count() {
    return count;
  }

  /** Where the name of an attribute begins, with its quotes. */
  int name(int place) {
    return names[place];
  }

  /** The same for the same names in the same order. */
  int hash() {
    return hash;
  }
}
