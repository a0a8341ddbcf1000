package io.larder.proxy.manage;

import io.larder.protocol.wire.JsonWriter;
import io.larder.proxy.manage.state.Cluster;
import io.larder.proxy.manage.state.Holdings;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The operations on tags of clusters, which answer those that there are then. */
record Tags(Host host, Clusters clusters) {
  private static final int MAX_TAGS = 50;
  private static final int MAX_KEY = 128;
  private static final int MAX_VALUE = 256;
  private static final String RESOURCE = "ResourceName";

  Map<String, Operation> operations() {
    return Map.of(
        "ListTags", Operation.reading(this::list).on(Tags::resource),
        "TagResource", Operation.changing(this::tag).on(Tags::resource),
        "UntagResource", Operation.changing(this::untag).on(Tags::resource));
  }

  private static List<String> resource(Arguments arguments) {
    String arn = arguments.text(RESOURCE);
    return List.of(arn == null ? "*" : arn);
  }

  private void list(Operation.Call call, Holdings holdings, JsonWriter out) {
    NavigableMap<String, String> tags = cluster(call, holdings).tags();
    Pages.write(call.arguments(), "Tags", tags, out, Tags::write);
  }

  private void tag(Operation.Call call, Holdings holdings, JsonWriter out) {
    Cluster cluster = cluster(call, holdings);
    Map<String, String> added = call.arguments().pairs("Tags", "Key", "Value");
    if (added == null || added.isEmpty()) {
      throw Arguments.missing("Tags");
    }
    keep(cluster.withTags(added(cluster.tags(), added)), holdings, out);
  }

  private void untag(Operation.Call call, Holdings holdings, JsonWriter out) {
    Cluster cluster = cluster(call, holdings);
    List<String> keys = call.arguments().texts("TagKeys");
    if (keys == null || keys.isEmpty()) {
      throw Arguments.missing("TagKeys");
    }
    NavigableMap<String, String> tags = new TreeMap<>(cluster.tags());
    for (String key : keys) {
      if (tags.remove(key) == null) {
        throw Faults.of("TagNotFoundFault", "Tag " + key + " not found.");
      }
    }
    keep(cluster.withTags(tags), holdings, out);
  }

  private void keep(Cluster cluster, Holdings holdings, JsonWriter out) {
    clusters.keep(holdings, cluster);
    out.name("Tags").beginArray();
    cluster.tags().forEach((key, value) -> write(key, value, out));
    out.endArray();
  }

  private static void write(String key, String value, JsonWriter out) {
    out.beginObject();
    out.name("Key").value(key);
    out.name("Value").value(value);
    out.endObject();
  }

  private Cluster cluster(Operation.Call call, Holdings holdings) {
    String arn = call.arguments().requiredText(RESOURCE);
    if (!arn.startsWith("arn:")) {
      throw Faults.of("InvalidARNFault", "ARNs must start with 'arn:': " + arn);
    }
    String prefix = host.arn("");
    if (!arn.startsWith(prefix)) {
      throw Faults.of("InvalidARNFault", "Not the ARN of a cluster here: " + arn);
    }
    return clusters.find(holdings, arn.substring(prefix.length()));
  }

  /**
   * These tags with others.
   *
   * @throws io.larder.protocol.error.ServiceException if one of them cannot be, or all are too many
   */
  static NavigableMap<String, String> added(
      Map<String, String> tags, @Nullable Map<String, String> added) {
    NavigableMap<String, String> all = new TreeMap<>(tags);
    if (added != null) {
      added.forEach(
          (key, value) -> {
            if (key.length() > MAX_KEY || value.length() > MAX_VALUE) {
              throw Faults.invalidValue(
                  "A tag has a key of at most %d and a value of at most %d characters."
                      .formatted(MAX_KEY, MAX_VALUE));
            }
            if (key.startsWith("aws:")) {
              throw Faults.invalidValue("Keys of tags must not begin with aws:");
            }
            all.put(key, value);
          });
    }
    if (all.size() > MAX_TAGS) {
      throw Faults.of(
          "TagQuotaPerResourceExceeded", "A cluster has at most " + MAX_TAGS + " tags.");
    }
    return all;
  }
}
