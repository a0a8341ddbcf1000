package io.larder.protocol.dax.value;

import io.larder.protocol.dax.AttributeLists;
import io.larder.protocol.item.CanonicalReader;
import io.larder.protocol.item.KeySchema;
import io.larder.protocol.item.KeySchema.KeyAttribute;
import io.larder.protocol.item.Utf8Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What items of the same attributes in the same order have in common: the list of those names that
 * are no key's, in the order of their UTF-8, which is the same for every order in the JSON; and
 * where in the JSON the attributes are that belong to it.
 */
final class ItemShape {
  private final KeySchema keys;

  /** The names as they are in the JSON, with quotes, one after another. */
  private final byte[] quoted;

  private final int[] ends;
  private final List<String> names;
  private final int[] order;
  private final int[] key;
  private @Nullable Known known;

  /** The number that some lists have for the names; they never change it. */
  private record Known(AttributeLists lists, int id) {}

  private ItemShape(
      KeySchema keys, byte[] quoted, int[] ends, List<String> names, int[] order, int[] key) {
    this.keys = keys;
    this.quoted = quoted;
    this.ends = ends;
    this.names = names;
    this.order = order;
    this.key = key;
  }

  /** The shape of an item of a table with these keys. */
  static ItemShape of(TranscodedItem item, KeySchema keys) {
    CanonicalReader in = item.reader();
    int count = item.count();
    String[] all = new String[count];
    int[] ends = new int[count];
    int end = 0;
    List<Integer> others = new ArrayList<>(count);
    for (int place = 0; place < count; place++) {
      in.moveTo(item.name(place));
      all[place] = in.name();
      end += in.at() - 1 - item.name(place);
      ends[place] = end;
      if (!keys.contains(all[place])) {
        others.add(place);
      }
    }
    others.sort((left, right) -> Utf8Order.compare(all[left], all[right]));
    byte[] quoted = new byte[end];
    for (int place = 0; place < count; place++) {
      int from = place == 0 ? 0 : ends[place - 1];
      System.arraycopy(in.array(), item.name(place), quoted, from, ends[place] - from);
    }
    return new ItemShape(
        keys,
        quoted,
        ends,
        others.stream().map(place -> all[place]).toList(),
        others.stream().mapToInt(place -> place).toArray(),
        keys.attributes().stream()
            .map(KeyAttribute::name)
            .mapToInt(Arrays.asList(all)::indexOf)
            .toArray());
  }

  /** True if it is that of {@code item}, of a table with {@code otherKeys}. */
  boolean fits(TranscodedItem item, KeySchema otherKeys) {
    if (item.count() != ends.length || !otherKeys.equals(keys)) {
      return false;
    }
    byte[] json = item.reader().array();
    int from = 0;
    for (int place = 0; place < ends.length; place++) {
      int start = item.name(place);
      int length = ends[place] - from;
      if (start + length > json.length
          || !Arrays.equals(json, start, start + length, quoted, from, from + length)) {
        return false;
      }
      from = ends[place];
    }
    return true;
  }

  /**
   * The number of the list of names.
   *
   * @throws MissingAttributeList if it has none yet
   */
  @SuppressWarnings("ReferenceEquality") // The lists of one server, which have no other equality.
  int id(AttributeLists lists) {
    if (names.isEmpty()) {
      return AttributeLists.EMPTY;
    }
    Known last = known;
    if (last != null && last.lists == lists) {
      return last.id;
    }
    int id = lists.idOf(names);
    if (id == AttributeLists.UNKNOWN) {
      throw new MissingAttributeList(names);
    }
    known = new Known(lists, id);
    return id;
  }

  /** Where in the JSON the attributes of the list are, in its order. */
  int[] order() {
    return order;
  }

  /** Moves the reader to the value of the key's attribute that is {@code index}th. */
  void moveToKey(int index, TranscodedItem item) {
    int place = key[index];
    int length = ends[place] - (place == 0 ? 0 : ends[place - 1]);
    item.reader().moveTo(item.name(place) + length + 1);
  }

  /** How many bytes the names take. */
  int nameBytes() {
    return quoted.length;
  }
}
