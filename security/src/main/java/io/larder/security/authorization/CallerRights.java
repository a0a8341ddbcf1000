package io.larder.security.authorization;

import io.larder.security.auth.Principal;
import io.larder.security.policy.AttachedPolicy;
import io.larder.security.policy.Layer;
import io.larder.security.policy.PolicySet;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What one caller may do, at one state of the identities. */
final class CallerRights {
  /** So many combinations with policies of resources and of ways in are remembered. */
  private static final int MAX_COMBINED = 64;

  private final Principal principal;
  private final boolean isKnown;
  private final PolicySet policies;
  private final SortedMap<String, String> tags;
  private final Decisions decisions = new Decisions();
  private final Map<Limits, Combined> combined = new ConcurrentHashMap<>();

  /**
   * @param tags by their keys, in whatever case
   */
  CallerRights(Principal principal, PolicySet policies, SortedMap<String, String> tags) {
    this(principal, true, policies, tags);
  }

  private CallerRights(
      Principal principal, boolean isKnown, PolicySet policies, SortedMap<String, String> tags) {
    this.principal = principal;
    this.isKnown = isKnown;
    this.policies = policies;
    this.tags = tags;
  }

  /** Of a caller who is gone, or whom nobody knows. */
  static CallerRights none(Principal principal) {
    return new CallerRights(principal, false, PolicySet.EMPTY, new TreeMap<>());
  }

  /** Policies that are not the caller's. */
  private record Limits(@Nullable AttachedPolicy resource, @Nullable AttachedPolicy endpoint) {
    @Override
    @SuppressWarnings("ReferenceEquality") // each is read once, and reading it again is dearer
    public boolean equals(@Nullable Object other) {
      return other instanceof Limits that && resource == that.resource && endpoint == that.endpoint;
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(resource) + System.identityHashCode(endpoint);
    }
  }

  /** All policies that count, and what they were found to say of everything that is asked for. */
  record Combined(PolicySet policies, Decisions decisions) {}

  @SuppressWarnings("ReferenceEquality") // The same object as a rule, which need not be compared.
  boolean isOf(Principal other) {
    return principal == other || principal.equals(other);
  }

  /** False if nothing is known of the caller, so that no policy can let it do anything. */
  boolean isKnown() {
    return isKnown;
  }

  Principal principal() {
    return principal;
  }

  /** The value of a tag of the caller; null if it has none. */
  @Nullable String tag(String key) {
    return tags.get(key);
  }

  /** The caller's policies with those of a resource and of a way in. */
  Combined with(@Nullable AttachedPolicy resource, @Nullable AttachedPolicy endpoint) {
    if (resource == null && endpoint == null) {
      return new Combined(policies, decisions);
    }
    if (combined.size() >= MAX_COMBINED) {
      combined.clear();
    }
    return combined.computeIfAbsent(
        new Limits(resource, endpoint), _ -> uncombined(resource, endpoint));
  }

  /** The same where it is asked for once. */
  Combined uncombined(@Nullable AttachedPolicy resource, @Nullable AttachedPolicy endpoint) {
    PolicySet all = policies;
    if (resource != null) {
      all = all.with(Layer.RESOURCE, resource);
    }
    if (endpoint != null) {
      all = all.with(Layer.ENDPOINT, endpoint);
    }
    return new Combined(all, new Decisions());
  }
}
