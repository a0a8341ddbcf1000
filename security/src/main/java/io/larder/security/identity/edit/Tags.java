package io.larder.security.identity.edit;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tags with others over them; their keys are not told apart by case. */
final class Tags {
  private Tags() {}

  static Map<String, String> with(Map<String, String> tags, Map<String, String> added) {
    Map<String, String> all = new LinkedHashMap<>(without(tags, added.keySet()));
    all.putAll(added);
    Rules.checkTags(added);
    Rules.checkTags(all);
    return all;
  }

  static Map<String, String> without(Map<String, String> tags, Collection<String> keys) {
    Map<String, String> rest = new LinkedHashMap<>(tags);
    rest.keySet().removeIf(key -> keys.stream().anyMatch(key::equalsIgnoreCase));
    return rest;
  }
}
