package io.larder.security.identity;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Users that have policies in common. Who is in it, the users know.
 *
 * @param id {@code AGPA…}
 */
public record Group(
    String account,
    String path,
    String name,
    String id,
    Instant created,
    Map<String, String> inlinePolicies,
    List<String> attachedPolicies)
    implements PolicyHolder {
  public Group {
    inlinePolicies = Map.copyOf(inlinePolicies);
    attachedPolicies = List.copyOf(attachedPolicies);
  }

  @Override
  public EntityKey key() {
    return new EntityKey(EntityKey.Type.GROUP, account, name);
  }

  @Override
  public String arn() {
    return Arns.iam(account, "group", path, name);
  }

  @Override
  public Group withPolicies(Map<String, String> inline, List<String> attached) {
    return new Group(account, path, name, id, created, inline, attached);
  }

  /** The same under another name or path. */
  public Group renamed(String otherPath, String otherName) {
    return new Group(account, otherPath, otherName, id, created, inlinePolicies, attachedPolicies);
  }
}
