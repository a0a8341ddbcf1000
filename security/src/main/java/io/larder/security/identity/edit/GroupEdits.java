package io.larder.security.identity.edit;

import io.larder.security.identity.Group;
import io.larder.security.identity.IdentityException.Code;
import io.larder.security.identity.UniqueIds;
import io.larder.security.identity.User;
import io.larder.security.policy.PolicyKind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operations on groups. */
public final class GroupEdits extends HolderEdits {
  private static final int MAX_GROUPS = 300;

  GroupEdits(AccountEdit edit) {
    super(edit, "group", PolicyKind.GROUP_INLINE);
  }

  @Override
  public Group get(String name) {
    return Rules.found(state().groups().get(name), "group", name);
  }

  /** Makes a group of nobody. */
  public Group create(String path, String name) {
    checkNewName(name);
    Rules.checkPath(path);
    Rules.checkQuota("GroupsPerAccount", state().groups().size() + 1, MAX_GROUPS);
    var group =
        new Group(
            edit().id(),
            path,
            name,
            edit().newId(UniqueIds.Prefix.AGPA),
            edit().now(),
            Map.of(),
            List.of());
    put(group);
    return group;
  }

  /** Gives a group another name or path; null leaves it. */
  public Group update(String name, @Nullable String newPath, @Nullable String newName) {
    Group group = get(name);
    String path = newPath == null ? group.path() : newPath;
    Rules.checkPath(path);
    Group renamed = group.renamed(path, newName == null ? name : newName);
    if (!renamed.name().equals(name)) {
      List<User> members = members(name);
      edit().edit().remove(group.key());
      checkNewName(renamed.name());
      for (User member : members) {
        put(
            member.withGroups(
                member.groups().stream()
                    .map(other -> other.equals(name) ? renamed.name() : other)
                    .toList()));
      }
    }
    put(renamed);
    return renamed;
  }

  /** Removes a group that has nothing any more. */
  public void delete(String name) {
    Group group = get(name);
    if (!members(name).isEmpty()) {
      throw Rules.refusal(
          Code.DELETE_CONFLICT, "Cannot delete entity, must remove users from group first.");
    }
    checkHoldsNoPolicies(group);
    edit().edit().remove(group.key());
  }

  /** The users in a group, by name. */
  public List<User> members(String name) {
    return state().users().values().stream()
        .filter(user -> user.groups().contains(name))
        .sorted(Comparator.comparing(User::name))
        .toList();
  }

  private void checkNewName(String name) {
    Rules.checkName("groupName", name, Rules.MAX_OTHER_NAME);
    Rules.checkIsNew(
        state().groups().keySet(), name, "Group with name " + name + " already exists.");
  }
}
