package io.larder.security.iam;

import io.larder.security.identity.Group;
import io.larder.security.identity.User;
import io.larder.security.query.Parameters;
import io.larder.security.query.QueryCall;
import io.larder.security.query.QueryOperation;
import io.larder.security.query.XmlWriter;
import java.util.List;
import java.util.Map;

/** Operations on groups. */
final class GroupOperations {
  private final Iam iam;

  GroupOperations(Iam iam) {
    this.iam = iam;
  }

  Map<String, QueryOperation> operations() {
    return Map.of(
        "CreateGroup", this::create,
        "GetGroup", this::get,
        "ListGroups", this::list,
        "UpdateGroup", this::update,
        "DeleteGroup", this::delete,
        "AddUserToGroup", this::addUser,
        "RemoveUserFromGroup", this::removeUser);
  }

  private static String name(QueryCall call) {
    return call.parameters().required("GroupName", Rules.NAME_128);
  }

  private void require(QueryCall call, String name) {
    Group group = iam.account(call).groups().get(name);
    iam.require(call, EntityXml.arn(group, call.caller().account(), "group", name), Map.of());
  }

  private void create(QueryCall call, XmlWriter xml) {
    String name = name(call);
    String path = call.parameters().optional("Path", Rules.PATH, "/");
    iam.require(call, "arn:aws:iam::" + call.caller().account() + ":group" + path + name, Map.of());
    Group group = iam.change(call, edit -> edit.groups().create(path, name));
    xml.element("Group", () -> EntityXml.group(xml, group));
  }

  private void get(QueryCall call, XmlWriter xml) {
    String name = name(call);
    require(call, name);
    Group group = iam.read(call, edit -> edit.groups().get(name));
    List<User> members = iam.read(call, edit -> edit.groups().members(name));
    xml.element("Group", () -> EntityXml.group(xml, group));
    Pages.write(
        call.parameters(), xml, "Users", members, User::name, user -> EntityXml.user(xml, user));
  }

  private void list(QueryCall call, XmlWriter xml) {
    String prefix = call.parameters().optional("PathPrefix", Rules.PATH_PREFIX, "/");
    iam.require(call, "arn:aws:iam::" + call.caller().account() + ":group" + prefix, Map.of());
    List<Group> groups =
        iam.account(call).groups().values().stream()
            .filter(group -> group.path().startsWith(prefix))
            .toList();
    Pages.write(
        call.parameters(),
        xml,
        "Groups",
        groups,
        Group::name,
        group -> EntityXml.group(xml, group));
  }

  private void update(QueryCall call, XmlWriter xml) {
    Parameters in = call.parameters();
    String name = name(call);
    String newPath = in.optional("NewPath", Rules.PATH);
    String newName = in.optional("NewGroupName", Rules.NAME_128);
    require(call, name);
    Group group = iam.account(call).groups().get(name);
    if (group != null) {
      iam.require(
          call,
          group
              .renamed(newPath == null ? group.path() : newPath, newName == null ? name : newName)
              .arn(),
          Map.of());
    }
    iam.run(call, edit -> edit.groups().update(name, newPath, newName));
  }

  private void delete(QueryCall call, XmlWriter xml) {
    String name = name(call);
    require(call, name);
    iam.run(call, edit -> edit.groups().delete(name));
  }

  private void addUser(QueryCall call, XmlWriter xml) {
    String name = name(call);
    String user = call.parameters().required("UserName", Rules.USER_NAME);
    require(call, name);
    iam.run(call, edit -> edit.users().addToGroup(name, user));
  }

  private void removeUser(QueryCall call, XmlWriter xml) {
    String name = name(call);
    String user = call.parameters().required("UserName", Rules.USER_NAME);
    require(call, name);
    iam.run(call, edit -> edit.users().removeFromGroup(name, user));
  }
}
