package io.larder.security.iam;

import io.larder.security.identity.Group;
import io.larder.security.identity.User;
import io.larder.security.query.Parameters;
import io.larder.security.query.QueryCall;
import io.larder.security.query.QueryOperation;
import io.larder.security.query.XmlWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Operations on users. */
final class UserOperations {
  private final Iam iam;

  UserOperations(Iam iam) {
    this.iam = iam;
  }

  Map<String, QueryOperation> operations() {
    return Map.ofEntries(
        Map.entry("CreateUser", this::create),
        Map.entry("GetUser", this::get),
        Map.entry("ListUsers", this::list),
        Map.entry("UpdateUser", this::update),
        Map.entry("DeleteUser", this::delete),
        Map.entry("TagUser", this::tag),
        Map.entry("UntagUser", this::untag),
        Map.entry("ListUserTags", this::listTags),
        Map.entry("PutUserPermissionsBoundary", this::putBoundary),
        Map.entry("DeleteUserPermissionsBoundary", this::deleteBoundary),
        Map.entry("ListGroupsForUser", this::listGroups));
  }

  private static String name(QueryCall call) {
    return call.parameters().required("UserName", Rules.USER_NAME);
  }

  /** Requires leave to do this to a user, which may not be there. */
  static void require(Iam iam, QueryCall call, String name, Map<String, List<String>> keys) {
    User user = iam.account(call).users().get(name);
    iam.require(
        call,
        EntityXml.arn(user, call.caller().account(), "user", name),
        user == null ? keys : Keys.and(Keys.ofResource(user.tags(), user.boundary()), keys));
  }

  private void create(QueryCall call, XmlWriter xml) {
    Parameters in = call.parameters();
    String name = name(call);
    String path = in.optional("Path", Rules.PATH, "/");
    String boundary = in.optional("PermissionsBoundary", Rules.ARN);
    Map<String, String> tags = Rules.tags(in);
    Map<String, List<String>> keys = new HashMap<>(Keys.ofTags(tags));
    if (boundary != null) {
      keys.put("iam:PermissionsBoundary", List.of(boundary));
    }
    iam.require(call, "arn:aws:iam::" + call.caller().account() + ":user" + path + name, keys);
    User user = iam.change(call, edit -> edit.users().create(path, name, boundary, tags));
    xml.element("User", () -> EntityXml.wholeUser(xml, user));
  }

  private void get(QueryCall call, XmlWriter xml) {
    String name = Iam.userName(call);
    require(iam, call, name, Map.of());
    User user = iam.read(call, edit -> edit.users().get(name));
    xml.element("User", () -> EntityXml.wholeUser(xml, user));
  }

  private void list(QueryCall call, XmlWriter xml) {
    String prefix = call.parameters().optional("PathPrefix", Rules.PATH_PREFIX, "/");
    iam.require(call, "arn:aws:iam::" + call.caller().account() + ":user" + prefix, Map.of());
    List<User> users =
        iam.account(call).users().values().stream()
            .filter(user -> user.path().startsWith(prefix))
            .toList();
    Pages.write(
        call.parameters(), xml, "Users", users, User::name, user -> EntityXml.user(xml, user));
  }

  private void update(QueryCall call, XmlWriter xml) {
    Parameters in = call.parameters();
    String name = name(call);
    String newPath = in.optional("NewPath", Rules.PATH);
    String newName = in.optional("NewUserName", Rules.USER_NAME);
    require(iam, call, name, Map.of());
    // What it becomes must be in the caller's reach too.
    User user = iam.account(call).users().get(name);
    if (user != null) {
      iam.require(
          call,
          user.renamed(newPath == null ? user.path() : newPath, newName == null ? name : newName)
              .arn(),
          Keys.ofResource(user.tags(), user.boundary()));
    }
    iam.run(call, edit -> edit.users().update(name, newPath, newName));
  }

  private void delete(QueryCall call, XmlWriter xml) {
    String name = name(call);
    require(iam, call, name, Map.of());
    iam.run(call, edit -> edit.users().delete(name));
  }

  private void tag(QueryCall call, XmlWriter xml) {
    String name = name(call);
    Map<String, String> tags = Rules.tags(call.parameters());
    require(iam, call, name, Keys.ofTags(tags));
    iam.run(call, edit -> edit.users().tag(name, tags));
  }

  private void untag(QueryCall call, XmlWriter xml) {
    String name = name(call);
    List<String> keys = Rules.tagKeys(call.parameters());
    require(iam, call, name, Map.of("aws:TagKeys", keys));
    iam.run(call, edit -> edit.users().untag(name, keys));
  }

  private void listTags(QueryCall call, XmlWriter xml) {
    String name = name(call);
    require(iam, call, name, Map.of());
    Map<String, String> tags = iam.read(call, edit -> edit.users().get(name)).tags();
    Pages.writeTags(call.parameters(), xml, tags);
  }

  private void putBoundary(QueryCall call, XmlWriter xml) {
    String name = name(call);
    String boundary = call.parameters().required("PermissionsBoundary", Rules.ARN);
    require(iam, call, name, Map.of("iam:PermissionsBoundary", List.of(boundary)));
    iam.run(call, edit -> edit.users().putBoundary(name, boundary));
  }

  private void deleteBoundary(QueryCall call, XmlWriter xml) {
    String name = name(call);
    require(iam, call, name, Map.of());
    iam.run(call, edit -> edit.users().deleteBoundary(name));
  }

  private void listGroups(QueryCall call, XmlWriter xml) {
    String name = name(call);
    require(iam, call, name, Map.of());
    User user = iam.read(call, edit -> edit.users().get(name));
    Pages.write(
        call.parameters(),
        xml,
        "Groups",
        iam.identities().groups(user),
        Group::name,
        group -> EntityXml.group(xml, group));
  }
}
