package io.larder.store.access;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a table bears on who may use it. Immutable.
 *
 * @param tags in the order in which they were set
 * @param policies of the table and of its streams, by their ARNs
 */
public record TableAccess(Map<String, String> tags, Map<String, ResourcePolicy> policies) {
  /** Of a table that has no tags and no policies, or that is not there. */
  public static final TableAccess NONE = new TableAccess(Map.of(), Map.of());

  private static final String STREAM = "/stream/";
  private static final String INDEX = "/index/";

  public TableAccess {
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    policies = Map.copyOf(policies);
  }

  /**
   * The policy that speaks of that resource, null if none does: a stream has one of its own, an
   * index that of its table.
   */
  public @Nullable ResourcePolicy policyOf(String arn) {
    if (policies.isEmpty()) {
      return null;
    }
    int index = arn.contains(STREAM) ? -1 : arn.indexOf(INDEX);
    return policies.get(index < 0 ? arn : arn.substring(0, index));
  }

  /** The same with other tags. */
  public TableAccess withTags(Map<String, String> others) {
    return new TableAccess(others, policies);
  }

  /** The same with another policy of a resource; without one, if {@code policy} is null. */
  public TableAccess withPolicy(String arn, @Nullable ResourcePolicy policy) {
    Map<String, ResourcePolicy> changed = new LinkedHashMap<>(policies);
    if (policy == null) {
      changed.remove(arn);
    } else {
      changed.put(arn, policy);
    }
    return new TableAccess(tags, changed);
  }
}
