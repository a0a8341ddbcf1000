package io.larder.security.authorization;

import io.larder.security.policy.AttachedPolicy;
import io.larder.security.policy.Policy;
import io.larder.security.policy.PolicyKind;
import io.larder.store.access.ResourcePolicy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The policies of tables and streams, each read once: the same document is the same object. */
final class ResourcePolicies {
  /** So many are kept read. */
  private static final int MAX = 1024;

  private final Map<String, AttachedPolicy> read = new ConcurrentHashMap<>();

  /** Null if there is none. One that cannot be read denies everything. */
  @Nullable AttachedPolicy of(@Nullable ResourcePolicy policy) {
    if (policy == null) {
      return null;
    }
    if (read.size() >= MAX) {
      read.clear();
    }
    return read.computeIfAbsent(policy.document(), ResourcePolicies::of);
  }

  static AttachedPolicy of(String document) {
    return AttachedPolicy.inline(Policy.load(document, PolicyKind.RESOURCE), "resource policy");
  }
}
