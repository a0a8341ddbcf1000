package io.larder.proxy.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One key of the configuration.
 *
 * @param path its place in the file, such as {@code listen.port}
 * @param domain the values that it takes
 */
record Key(String path, Domain domain, String byDefault, String doc) {

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
    for (RecordComponent component : group.getType().getRecordComponents()) {
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

  static String path(RecordComponent group, RecordComponent component) {
    return kebab(group.getName()) + "." + kebab(component.getName());
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

  /** The group that it is in, such as {@code listen}. */
  String group() {
    return path.substring(0, path.indexOf('.'));
  }

  /** The environment variable that overrides the file. */
  String environmentVariable() {
    return Environment.PREFIX + path.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
