package io.larder.proxy.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One key of the configuration.
 *
 * @param path its place in the file, such as {@code listen.port}
 */
record Key(String path, String byDefault, String doc) {
  private static final String ENVIRONMENT_PREFIX = "LARDER_";

  /** All keys, in the order of the records. */
  static List<Key> all() {
    List<Key> keys = new ArrayList<>();
    for (RecordComponent group : Configuration.class.getRecordComponents()) {
      for (RecordComponent component : group.getType().getRecordComponents()) {
        Setting setting = setting(component);
        keys.add(
            new Key(
                kebab(group.getName()) + "." + kebab(component.getName()),
                setting.byDefault(),
                setting.doc()));
      }
    }
    return keys;
  }

  static Setting setting(RecordComponent component) {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalStateException(component + " has no @Setting");
    }
    return setting;
  }

  /** The name of a component as a key: {@code dataDir} is {@code data-dir}. */
  static String kebab(String name) {
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
  static String environmentVariable(String path) {
    return ENVIRONMENT_PREFIX + path.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  String environmentVariable() {
    return environmentVariable(path);
  }
}
