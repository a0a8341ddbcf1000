package io.larder.security.identity.edit;

import io.larder.security.identity.AccessKey;
import io.larder.security.identity.IdentityException.Code;
import io.larder.security.identity.UniqueIds;
import io.larder.security.identity.User;
import io.larder.security.policy.PolicyKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operations on users. */
public final class UserEdits extends HolderEdits {
  private static final int MAX_USERS = 5_000;
  private static final int MAX_GROUPS = 10;

  UserEdits(AccountEdit edit) {
    super(edit, "user", PolicyKind.USER_INLINE);
  }

  @Override
  public User get(String name) {
    return Rules.found(state().users().get(name), "user", name);
  }

  /** Makes a user who may do nothing yet. */
  public User create(
      String path, String name, @Nullable String boundary, Map<String, String> tags) {
    checkNewName(name);
    Rules.checkPath(path);
    Rules.checkTags(tags);
    Rules.checkQuota("UsersPerAccount", state().users().size() + 1, MAX_USERS);
    if (boundary != null) {
      checkIsAttachable(boundary);
    }
    var user =
        new User(
            edit().id(),
            path,
            name,
            edit().newId(UniqueIds.Prefix.AIDA),
            edit().now(),
            Map.of(),
            List.of(),
            List.of(),
            boundary,
            tags);
    put(user);
    return user;
  }

  /** Gives a user another name or path; null leaves it. */
  public User update(String name, @Nullable String newPath, @Nullable String newName) {
    User user = get(name);
    String path = newPath == null ? user.path() : newPath;
    Rules.checkPath(path);
    List<AccessKey> keys = edit().edit().now().accessKeys(user);
    User renamed = user.renamed(path, newName == null ? name : newName);
    if (!renamed.name().equals(name)) {
      edit().edit().remove(user.key());
      checkNewName(renamed.name());
      keys.forEach(key -> edit().edit().put(key.ownedBy(renamed.name())));
    }
    put(renamed);
    return renamed;
  }

  /** Removes a user who has nothing any more. */
  public void delete(String name) {
    User user = get(name);
    if (!edit().edit().now().accessKeys(user).isEmpty()) {
      throw Rules.refusal(
          Code.DELETE_CONFLICT, "Cannot delete entity, must delete access keys first.");
    }
    if (!user.groups().isEmpty()) {
      throw Rules.refusal(
          Code.DELETE_CONFLICT, "Cannot delete entity, must remove users from group first.");
    }
    checkHoldsNoPolicies(user);
    edit().edit().remove(user.key());
  }

  /** Puts a user into a group; again it does nothing. */
  public void addToGroup(String groupName, String name) {
    String group = edit().groups().get(groupName).name();
    User user = get(name);
    if (user.groups().contains(group)) {
      return;
    }
    List<String> groups = new ArrayList<>(user.groups());
    groups.add(group);
    Rules.checkQuota("GroupsPerUser", groups.size(), MAX_GROUPS);
    put(user.withGroups(groups));
  }

  /** Takes a user out of a group. */
  public void removeFromGroup(String groupName, String name) {
    edit().groups().get(groupName);
    User user = get(name);
    List<String> groups = new ArrayList<>(user.groups());
    if (groups.remove(groupName)) {
      put(user.withGroups(groups));
    }
  }

  /** Limits a user to what that policy allows too. */
  public void putBoundary(String name, String policyArn) {
    User user = get(name);
    checkIsAttachable(policyArn);
    put(user.withBoundary(policyArn));
  }

  /** Lifts the boundary. */
  public void deleteBoundary(String name) {
    User user = get(name);
    if (user.boundary() == null) {
      throw Rules.refusal(
          Code.NO_SUCH_ENTITY, "User " + name + " does not have a permissions boundary.");
    }
    put(user.withBoundary(null));
  }

  /** Adds tags, or changes their values. */
  public void tag(String name, Map<String, String> tags) {
    User user = get(name);
    put(user.withTags(Tags.with(user.tags(), tags)));
  }

  /** Removes tags; of those that are not there nothing is said. */
  public void untag(String name, Collection<String> keys) {
    User user = get(name);
    put(user.withTags(Tags.without(user.tags(), keys)));
  }

  private void checkNewName(String name) {
    Rules.checkName("userName", name, Rules.MAX_USER_NAME);
    Rules.checkIsNew(state().users().keySet(), name, "User with name " + name + " already exists.");
  }
}
