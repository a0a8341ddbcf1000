package io.larder.security.iam;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The condition keys that calls of IAM fill (Service Authorization Reference, "AWS IAM"). */
final class Keys {
  private Keys() {}

  /** The tags that a call gives. */
  static Map<String, List<String>> ofTags(Map<String, String> tags) {
    Map<String, List<String>> keys = new HashMap<>();
    if (!tags.isEmpty()) {
      keys.put("aws:TagKeys", List.copyOf(tags.keySet()));
      tags.forEach((key, value) -> keys.put("aws:RequestTag/" + key, List.of(value)));
    }
    return keys;
  }

  /** The tags and the boundary of what a call is about. */
  static Map<String, List<String>> ofResource(Map<String, String> tags, @Nullable String boundary) {
    Map<String, List<String>> keys = new HashMap<>();
    tags.forEach(
        (key, value) -> {
          keys.put("aws:ResourceTag/" + key, List.of(value));
          keys.put("iam:ResourceTag/" + key, List.of(value));
        });
    if (boundary != null) {
      keys.put("iam:PermissionsBoundary", List.of(boundary));
    }
    return keys;
  }

  /** Both together; of a key that is in both the second one's values. */
  static Map<String, List<String>> and(
      Map<String, List<String>> some, Map<String, List<String>> others) {
    Map<String, List<String>> all = new HashMap<>(some);
    all.putAll(others);
    return all;
  }
}
