package io.larder.protocol.item;

import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an item, parsed from its canonical JSON when they are asked for: most
 * conditions, filters and updates touch a few of them. Read-only; not for two threads at once.
 */
final class StoredAttributes extends AbstractMap<String, AttributeValue> {
  /** Whoever asks for so many attributes wants all; each question is a search. */
  private static final int MAX_QUESTIONS = 16;

  private final byte[] json;
  private int[] names = new int[16];
  private @Nullable AttributeValue[] values = new AttributeValue[16];
  private int size = -1;
  private int questions;
  private @Nullable Map<String, AttributeValue> all;

  StoredAttributes(byte[] json) {
    this.json = json;
  }

  @Override
  public @Nullable AttributeValue get(@Nullable Object key) {
    if (!(key instanceof String name)) {
      return null;
    }
    if (all != null || ++questions > MAX_QUESTIONS || !isPlain(name)) {
      return all().get(name);
    }
    int count = size();
    for (int i = 0; i < count; i++) {
      int end = names[i] + 1 + name.length();
      if (end < json.length && json[end] == '"' && isAt(names[i] + 1, name)) {
        return value(i, end + 2);
      }
    }
    return null;
  }

  private AttributeValue value(int place, int start) {
    AttributeValue value = values[place];
    if (value == null) {
      value = new CanonicalReader(json, start).value();
      values[place] = value;
    }
    return value;
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

  private boolean isAt(int start, String name) {
    for (int i = 0; i < name.length(); i++) {
      if (json[start + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public int size() {
    if (size < 0) {
      size = 0;
      var reader = new CanonicalReader(json);
      while (reader.skipToName()) {
        if (size == names.length) {
          names = Arrays.copyOf(names, 2 * size);
          values = Arrays.copyOf(values, 2 * size);
        }
        names[size++] = reader.at();
        reader.skipName();
        reader.skipValue();
      }
    }
    return size;
  }

  @Override
  public Set<Entry<String, AttributeValue>> entrySet() {
    return all().entrySet();
  }

  private Map<String, AttributeValue> all() {
    Map<String, AttributeValue> parsed = all;
    if (parsed == null) {
      parsed = new CanonicalReader(json).attributes();
      all = parsed;
    }
    return parsed;
  }
}
