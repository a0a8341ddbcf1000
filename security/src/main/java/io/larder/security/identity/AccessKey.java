package io.larder.security.identity;

import java.time.Instant;

/**
 * A long-term key of a user.
 *
 * @param id {@code AKIA…}
 * @param active false if signatures by it are refused, as those by an unknown one are
 */
public record AccessKey(
    String account,
    String userName,
    String id,
    SecretAccessKey secret,
    boolean active,
    Instant created)
    implements Entity {
  @Override
  public EntityKey key() {
    return new EntityKey(EntityKey.Type.ACCESS_KEY, account, id);
  }

  /** The same, usable or not. */
  public AccessKey withActive(boolean isActive) {
    return new AccessKey(account, userName, id, secret, isActive, created);
  }

  /** The same of a user whose name has changed. */
  public AccessKey ownedBy(String otherName) {
    return new AccessKey(account, otherName, id, secret, active, created);
  }
}
