package io.larder.security.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A role, which those may assume whom its trust policy names.
 *
 * @param id {@code AROA…}
 * @param trustPolicy the document
 * @param maxSession how long a session of it may last at most
 * @param boundary ARN of the policy that limits it; null if none does
 */
public record Role(
    String account,
    String path,
    String name,
    String id,
    Instant created,
    String trustPolicy,
    String description,
    Duration maxSession,
    Map<String, String> inlinePolicies,
    List<String> attachedPolicies,
    @Nullable String boundary,
    Map<String, String> tags)
    implements PolicyHolder {
  public Role {
    inlinePolicies = Map.copyOf(inlinePolicies);
    attachedPolicies = List.copyOf(attachedPolicies);
    tags = Map.copyOf(tags);
  }

  @Override
  public EntityKey key() {
    return new EntityKey(EntityKey.Type.ROLE, account, name);
  }

  @Override
  public String arn() {
    return Arns.iam(account, "role", path, name);
  }

  @Override
  public Role withPolicies(Map<String, String> inline, List<String> attached) {
    return new Role(
        account,
        path,
        name,
        id,
        created,
        trustPolicy,
        description,
        maxSession,
        inline,
        attached,
        boundary,
        tags);
  }

  /** The same with another trust policy, description and longest session. */
  public Role withSettings(String otherTrust, String otherDescription, Duration otherMaxSession) {
    return new Role(
        account,
        path,
        name,
        id,
        created,
        otherTrust,
        otherDescription,
        otherMaxSession,
        inlinePolicies,
        attachedPolicies,
        boundary,
        tags);
  }

  /** The same within another boundary. */
  public Role withBoundary(@Nullable String other) {
    return new Role(
        account,
        path,
        name,
        id,
        created,
        trustPolicy,
        description,
        maxSession,
        inlinePolicies,
        attachedPolicies,
        other,
        tags);
  }

  /** The same with other tags. */
  public Role withTags(Map<String, String> others) {
    return new Role(
        account,
        path,
        name,
        id,
        created,
        trustPolicy,
        description,
        maxSession,
        inlinePolicies,
        attachedPolicies,
        boundary,
        others);
  }
}
