package io.larder.proxy.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One key of the configuration.
 *
 * @param path its place in the file, such as {@code listen.port}; {@code listeners[].port} if its
 *     group may be given any number of times
 * @param domain the values that it takes
 */
record Key(String path, Domain domain, String byDefault, String doc) {

  private static final String LIST = "[]";

  /** All keys, in the order of the records. */
  static List<Key> all() {
    List<Key> keys = new ArrayList<>();
    for (RecordComponent group : Configuration.class.getRecordComponents()) {
      keys.addAll(of(group));
    }
    return keys;
  }

  /** The keys of a group, in the order of its record. */
  static List<Key> of(RecordComponent group) {
    List<Key> keys = new ArrayList<>();
    for (RecordComponent component : type(group).getRecordComponents()) {
      Setting setting = component.getAnnotation(Setting.class);
      if (setting == null) {
        throw new IllegalStateException(component + " has no @Setting");
      }
      keys.add(
          new Key(
              path(group, component),
              Domain.of(component.getType(), setting),
              setting.byDefault(),
              setting.doc()));
    }
    return keys;
  }

  private static String path(RecordComponent group, RecordComponent component) {
    return name(group) + (isList(group) ? LIST : "") + "." + kebab(component.getName());
  }

  /** The name of a group. */
  static String name(RecordComponent group) {
    return kebab(group.getName());
  }

  /** True if the group may be given any number of times. */
  static boolean isList(RecordComponent group) {
    return group.getType() == List.class;
  }

  /** The record of the group, or of each. */
  static Class<?> type(RecordComponent group) {
    return isList(group)
            && group.getGenericType() instanceof ParameterizedType list
            && list.getActualTypeArguments()[0] instanceof Class<?> each
        ? each
        : group.getType();
  }

  /** True for the names of groups that may be given any number of times. */
  static boolean isList(String name) {
    return Stream.of(Configuration.class.getRecordComponents())
        .anyMatch(group -> isList(group) && name(group).equals(name));
  }

  /** The key in the group of that number; itself if there is one group only. */
  Key of(int number) {
    return isOfList()
        ? new Key(path.replace(LIST, "[" + number + "]"), domain, byDefault, doc)
        : this;
  }

  /** True if its group may be given any number of times: then the file alone can give it. */
  boolean isOfList() {
    return path.contains(LIST);
  }

  /** The name of a component as a key: {@code dataDir} is {@code data-dir}. */
  private static String kebab(String name) {
    var result = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        result.append('-');
      }
      result.append(Character.toLowerCase(c));
    }
    return result.toString();
  }

  /** The environment variable that overrides the file. */
  String environmentVariable() {
    return Environment.PREFIX + path.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
