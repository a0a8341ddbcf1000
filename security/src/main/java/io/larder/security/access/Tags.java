package io.larder.security.access;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tags as condition keys name them: in any case. */
public final class Tags {
  private Tags() {}

  /**
   * The value of a tag, null if there is none.
   *
   * @throws UndeterminedException if there are several that differ in their case only
   */
  public static @Nullable String find(Map<String, String> tags, String key) {
    String found = null;
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      if (tag.getKey().equalsIgnoreCase(key)) {
        if (found != null) {
          throw new UndeterminedException();
        }
        found = tag.getValue();
      }
    }
    return found;
  }
}
