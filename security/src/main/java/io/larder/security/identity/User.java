package io.larder.security.identity;

import io.larder.security.auth.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user.
 *
 * @param id {@code AIDA…}
 * @param groups names of the groups that it is in
 * @param boundary ARN of the policy that limits it; null if none does
 */
public record User(
    String account,
    String path,
    String name,
    String id,
    Instant created,
    Map<String, String> inlinePolicies,
    List<String> attachedPolicies,
    List<String> groups,
    @Nullable String boundary,
    Map<String, String> tags)
    implements PolicyHolder {
  public User {
    inlinePolicies = Map.copyOf(inlinePolicies);
    attachedPolicies = List.copyOf(attachedPolicies);
    groups = List.copyOf(groups);
    tags = Map.copyOf(tags);
  }

  @Override
  public EntityKey key() {
    return new EntityKey(EntityKey.Type.USER, account, name);
  }

  @Override
  public String arn() {
    return Arns.iam(account, "user", path, name);
  }

  /** The user as a caller. */
  public Principal.User principal(
      @Nullable String accessKeyId, Principal.@Nullable Session session) {
    return new Principal.User(account, arn(), id, name, accessKeyId, session);
  }

  @Override
  public User withPolicies(Map<String, String> inline, List<String> attached) {
    return new User(account, path, name, id, created, inline, attached, groups, boundary, tags);
  }

  /** The same in other groups. */
  public User withGroups(List<String> others) {
    return new User(
        account, path, name, id, created, inlinePolicies, attachedPolicies, others, boundary, tags);
  }

  /** The same within another boundary. */
  public User withBoundary(@Nullable String other) {
    return new User(
        account, path, name, id, created, inlinePolicies, attachedPolicies, groups, other, tags);
  }

  /** The same with other tags. */
  public User withTags(Map<String, String> others) {
    return new User(
        account,
        path,
        name,
        id,
        created,
        inlinePolicies,
        attachedPolicies,
        groups,
        boundary,
        others);
  }

  /** The same under another name or path. */
  public User renamed(String otherPath, String otherName) {
    return new User(
        account,
        otherPath,
        otherName,
        id,
        created,
        inlinePolicies,
        attachedPolicies,
        groups,
        boundary,
        tags);
  }
}
