package io.larder.proxy.iam;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parameters of a call of IAM while they are gathered. */
final class Form {
  private final SortedMap<String, String> parameters = new TreeMap<>();

  /** With that parameter, unless it has no value. */
  Form with(String name, @Nullable String value) {
    if (value != null) {
      parameters.put(name, value);
    }
    return this;
  }

  /** With a list of texts. */
  Form list(String name, Collection<String> values) {
    int number = 0;
    for (String value : values) {
      number++;
      parameters.put(name + ".member." + number, value);
    }
    return this;
  }

  /** With tags. */
  Form tags(Map<String, String> tags) {
    int number = 0;
    for (Map.Entry<String, String> tag : new TreeMap<>(tags).entrySet()) {
      number++;
      parameters.put("Tags.member." + number + ".Key", tag.getKey());
      parameters.put("Tags.member." + number + ".Value", tag.getValue());
    }
    return this;
  }

  Map<String, String> parameters() {
    return parameters;
  }
}
