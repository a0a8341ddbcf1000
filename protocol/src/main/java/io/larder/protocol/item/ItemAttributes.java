package io.larder.protocol.item;

import io.larder.protocol.wire.JsonWriter;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an {@link Item}, in their stored order, parsed from its JSON when they are
 * asked for: most conditions, filters and updates touch a few of them. Read-only; not for two
 * threads at once.
 */
public final class ItemAttributes extends AbstractMap<String, AttributeValue> {
  /** Whoever asks for so many attributes wants all; each question is a search. */
  private static final int MAX_QUESTIONS = 16;

  private static final int NO_PLACE = -1;
  private static final int MIN_CAPACITY = 16;
  private static final int SPARE = 64;

  /** So many bytes may a changed item keep for nothing, for not being copied. */
  private static final int MAX_SPARE = 2 * SPARE;

  private final byte[] json;
  private final int start;
  private final int end;
  private final int itemSize;

  /** Where the names of the attributes begin, with their quotes. */
  private int[] starts = {};

  private @Nullable AttributeValue[] values = {};

  /** How many attributes were found so far; keys, which are asked for most, tend to come first. */
  private int found;

  private @Nullable CanonicalReader scanner;
  private boolean areAllFound;
  private int questions;
  private @Nullable Map<String, AttributeValue> all;

  /** The JSON is in {@code json} from {@code start} to {@code end}. */
  ItemAttributes(byte[] json, int start, int end, int itemSize) {
    this.json = json;
    this.start = start;
    this.end = end;
    this.itemSize = itemSize;
  }

  @Override
  public @Nullable AttributeValue get(@Nullable Object key) {
    if (!(key instanceof String name)) {
      return null;
    }
    if (all != null || ++questions > MAX_QUESTIONS) {
      return all().get(name);
    }
    int place = place(name);
    return place == NO_PLACE ? null : value(place);
  }

  private int place(String name) {
    if (isPlain(name)) {
      for (int i = 0; i < found || findNext(); i++) {
        if (isPlainNameAt(starts[i] + 1, name)) {
          return i;
        }
      }
      return NO_PLACE;
    }
    var written = new JsonWriter();
    written.value(name);
    byte[] quoted = written.toByteArray();
    for (int i = 0; i < found || findNext(); i++) {
      int to = starts[i] + quoted.length;
      if (to <= end && Arrays.equals(json, starts[i], to, quoted, 0, quoted.length)) {
        return i;
      }
    }
    return NO_PLACE;
  }

  /** True if the name is in JSON as it is: printable ASCII without quotes and backslashes. */
  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private boolean isPlainNameAt(int from, String name) {
    int to = from + name.length();
    if (to >= end || json[to] != '"') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (json[from + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** How to find the places of so many names: each by itself, or all attributes put in a table. */
  private ToIntFunction<String> places(int names) {
    if (names <= MAX_QUESTIONS) {
      return this::place;
    }
    Map<String, Integer> places = HashMap.newHashMap(size());
    for (int i = 0; i < size(); i++) {
      places.put(new CanonicalReader(json, starts[i]).name(), i);
    }
    return name -> places.getOrDefault(name, NO_PLACE);
  }

  private AttributeValue value(int place) {
    AttributeValue value = values[place];
    if (value == null) {
      var reader = new CanonicalReader(json, starts[place]);
      reader.skipName();
      value = reader.value();
      values[place] = value;
    }
    return value;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public int size() {
    while (findNext()) {
      // All are to be found.
    }
    return found;
  }

  private boolean findNext() {
    if (areAllFound) {
      return false;
    }
    CanonicalReader reader = scanner;
    if (reader == null) {
      reader = new CanonicalReader(json, start);
      scanner = reader;
    } else {
      reader.skipName();
      reader.skipValue();
    }
    if (!reader.skipToName()) {
      areAllFound = true;
      scanner = null;
      return false;
    }
    if (found == starts.length) {
      int capacity = Math.max(MIN_CAPACITY, 2 * found);
      starts = Arrays.copyOf(starts, capacity);
      values = Arrays.copyOf(values, capacity);
    }
    starts[found++] = reader.at();
    return true;
  }

  @Override
  public Set<Entry<String, AttributeValue>> entrySet() {
    return all().entrySet();
  }

  private Map<String, AttributeValue> all() {
    Map<String, AttributeValue> parsed = all;
    if (parsed == null) {
      parsed = new CanonicalReader(json, start).attributes();
      all = parsed;
    }
    return parsed;
  }

  /**
   * The item after a change of some attributes; the others are copied as they are. A changed
   * attribute keeps its place, new ones come last.
   *
   * @param names the attributes that may have changed
   * @param after the changed attributes; a name that is not in it is gone
   */
  public Item with(Collection<String> names, Map<String, AttributeValue> after) {
    int newSize = itemSize;
    @Nullable String[] changes = new String[size()];
    Map<String, AttributeValue> added = new LinkedHashMap<>(after);
    ToIntFunction<String> places = places(names.size());
    for (String name : names) {
      int place = places.applyAsInt(name);
      if (place != NO_PLACE) {
        changes[place] = name;
        newSize -= ItemSize.of(name, value(place));
        added.remove(name);
      }
      newSize += ItemSize.of(name, after.get(name));
    }
    var out = new JsonWriter(end - start + Math.max(0, 2 * (newSize - itemSize)) + SPARE);
    out.beginObject();
    int copied = start + 1;
    for (int place = 0; place < changes.length; place++) {
      String name = changes[place];
      if (name != null) {
        copy(copied, starts[place] - 1, out);
        copied = place + 1 < changes.length ? starts[place + 1] : end;
        AttributeValue value = after.get(name);
        if (value != null) {
          AttributeValueJson.write(name, value, out);
        }
      }
    }
    copy(copied, end - 1, out);
    added.forEach((name, value) -> AttributeValueJson.write(name, value, out));
    out.endObject();
    return out.buffer().length - out.length() > MAX_SPARE
        ? Item.ofStored(out.toByteArray(), newSize)
        : Item.ofStored(out.buffer(), 0, out.length(), newSize);
  }

  private void copy(int from, int to, JsonWriter out) {
    if (from < to) {
      out.rawValue(json, from, to - from);
    }
  }
}
