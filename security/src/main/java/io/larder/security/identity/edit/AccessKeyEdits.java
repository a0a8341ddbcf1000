package io.larder.security.identity.edit;

import io.larder.security.identity.AccessKey;
import io.larder.security.identity.IdentityException.Code;
import io.larder.security.identity.UniqueIds;
import io.larder.security.identity.User;
import java.util.List;

/** Operations on the access keys of users. */
public final class AccessKeyEdits {
  /** One in use and one that takes its place. */
  private static final int MAX_KEYS = 2;

  private final AccountEdit edit;

  AccessKeyEdits(AccountEdit edit) {
    this.edit = edit;
  }

  /** Makes a key, whose secret is not told again. */
  public AccessKey create(String userName) {
    User user = edit.users().get(userName);
    Rules.checkQuota("AccessKeysPerUser", edit.edit().now().accessKeys(user).size() + 1, MAX_KEYS);
    var key =
        new AccessKey(
            user.account(),
            user.name(),
            edit.newId(UniqueIds.Prefix.AKIA),
            edit.ids().nextSecret(),
            true,
            edit.now());
    edit.edit().put(key);
    return key;
  }

  /** Lets a key be used, or no more. */
  public void update(String userName, String id, boolean active) {
    edit.edit().put(get(userName, id).withActive(active));
  }

  /** Removes a key. */
  public void delete(String userName, String id) {
    edit.edit().remove(get(userName, id).key());
  }

  /** The keys of a user, the oldest first. */
  public List<AccessKey> of(String userName) {
    return edit.edit().now().accessKeys(edit.users().get(userName));
  }

  /** The key of that user, or NoSuchEntity. */
  public AccessKey get(String userName, String id) {
    User user = edit.users().get(userName);
    AccessKey key = edit.edit().now().accessKey(id);
    if (key == null
        || !key.account().equals(user.account())
        || !key.userName().equals(user.name())) {
      throw Rules.refusal(
          Code.NO_SUCH_ENTITY, "The Access Key with id " + id + " cannot be found.");
    }
    return key;
  }
}
