package io.larder.security.iam;

import io.larder.security.identity.PrincipalIds;
import io.larder.security.identity.Role;
import io.larder.security.identity.edit.RoleEdits;
import io.larder.security.query.Parameters;
import io.larder.security.query.QueryCall;
import io.larder.security.query.QueryOperation;
import io.larder.security.query.XmlWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Operations on roles. */
final class RoleOperations {
  private static final int MIN_SESSION = 3600;
  private static final int MAX_SESSION = 43_200;

  private final Iam iam;

  RoleOperations(Iam iam) {
    this.iam = iam;
  }

  Map<String, QueryOperation> operations() {
    return Map.ofEntries(
        Map.entry("CreateRole", this::create),
        Map.entry("GetRole", this::get),
        Map.entry("ListRoles", this::list),
        Map.entry("UpdateRole", this::update),
        Map.entry("UpdateRoleDescription", this::updateDescription),
        Map.entry("UpdateAssumeRolePolicy", this::updateTrustPolicy),
        Map.entry("DeleteRole", this::delete),
        Map.entry("TagRole", this::tag),
        Map.entry("UntagRole", this::untag),
        Map.entry("ListRoleTags", this::listTags),
        Map.entry("PutRolePermissionsBoundary", this::putBoundary),
        Map.entry("DeleteRolePermissionsBoundary", this::deleteBoundary));
  }

  private static String name(QueryCall call) {
    return call.parameters().required("RoleName", Rules.USER_NAME);
  }

  private void require(QueryCall call, String name, Map<String, List<String>> keys) {
    Role role = iam.account(call).roles().get(name);
    iam.require(
        call,
        EntityXml.arn(role, call.caller().account(), "role", name),
        role == null ? keys : Keys.and(Keys.ofResource(role.tags(), role.boundary()), keys));
  }

  private void create(QueryCall call, XmlWriter xml) {
    Parameters in = call.parameters();
    String boundary = in.optional("PermissionsBoundary", Rules.ARN);
    var wished =
        new RoleEdits.NewRole(
            in.optional("Path", Rules.PATH, "/"),
            name(call),
            in.required("AssumeRolePolicyDocument", Rules.DOCUMENT),
            in.optional("Description", Rules.DESCRIPTION, ""),
            Duration.ofSeconds(
                in.number("MaxSessionDuration", MIN_SESSION, MAX_SESSION, MIN_SESSION)),
            boundary,
            Rules.tags(in));
    Map<String, List<String>> keys = new HashMap<>(Keys.ofTags(wished.tags()));
    if (boundary != null) {
      keys.put("iam:PermissionsBoundary", List.of(boundary));
    }
    iam.require(
        call,
        "arn:aws:iam::" + call.caller().account() + ":role" + wished.path() + wished.name(),
        keys);
    Role role = iam.change(call, edit -> edit.roles().create(wished));
    write(xml, role);
  }

  private void write(XmlWriter xml, Role role) {
    var ids = new PrincipalIds(iam.identities());
    xml.element("Role", () -> EntityXml.wholeRole(xml, role, ids));
  }

  private void get(QueryCall call, XmlWriter xml) {
    String name = name(call);
    require(call, name, Map.of());
    Role role = iam.read(call, edit -> edit.roles().get(name));
    write(xml, role);
  }

  private void list(QueryCall call, XmlWriter xml) {
    String prefix = call.parameters().optional("PathPrefix", Rules.PATH_PREFIX, "/");
    iam.require(call, "arn:aws:iam::" + call.caller().account() + ":role" + prefix, Map.of());
    List<Role> roles =
        iam.account(call).roles().values().stream()
            .filter(role -> role.path().startsWith(prefix))
            .toList();
    var ids = new PrincipalIds(iam.identities());
    Pages.write(
        call.parameters(), xml, "Roles", roles, Role::name, role -> EntityXml.role(xml, role, ids));
  }

  private void update(QueryCall call, XmlWriter xml) {
    Parameters in = call.parameters();
    String name = name(call);
    String description = in.optional("Description", Rules.DESCRIPTION);
    Duration longest =
        in.value("MaxSessionDuration") == null
            ? null
            : Duration.ofSeconds(
                in.number("MaxSessionDuration", MIN_SESSION, MAX_SESSION, MIN_SESSION));
    require(call, name, Map.of());
    iam.run(call, edit -> edit.roles().update(name, description, longest));
  }

  private void updateDescription(QueryCall call, XmlWriter xml) {
    String name = name(call);
    String description = call.parameters().required("Description", Rules.DESCRIPTION);
    require(call, name, Map.of());
    Role role = iam.change(call, edit -> edit.roles().update(name, description, null));
    write(xml, role);
  }

  private void updateTrustPolicy(QueryCall call, XmlWriter xml) {
    String name = name(call);
    String document = call.parameters().required("PolicyDocument", Rules.DOCUMENT);
    require(call, name, Map.of());
    iam.run(call, edit -> edit.roles().updateTrustPolicy(name, document));
  }

  private void delete(QueryCall call, XmlWriter xml) {
    String name = name(call);
    require(call, name, Map.of());
    iam.run(call, edit -> edit.roles().delete(name));
  }

  private void tag(QueryCall call, XmlWriter xml) {
    String name = name(call);
    Map<String, String> tags = Rules.tags(call.parameters());
    require(call, name, Keys.ofTags(tags));
    iam.run(call, edit -> edit.roles().tag(name, tags));
  }

  private void untag(QueryCall call, XmlWriter xml) {
    String name = name(call);
    List<String> keys = Rules.tagKeys(call.parameters());
    require(call, name, Map.of("aws:TagKeys", keys));
    iam.run(call, edit -> edit.roles().untag(name, keys));
  }

  private void listTags(QueryCall call, XmlWriter xml) {
    String name = name(call);
    require(call, name, Map.of());
    Map<String, String> tags = iam.read(call, edit -> edit.roles().get(name)).tags();
    Pages.writeTags(call.parameters(), xml, tags);
  }

  private void putBoundary(QueryCall call, XmlWriter xml) {
    String name = name(call);
    String boundary = call.parameters().required("PermissionsBoundary", Rules.ARN);
    require(call, name, Map.of("iam:PermissionsBoundary", List.of(boundary)));
    iam.run(call, edit -> edit.roles().putBoundary(name, boundary));
  }

  private void deleteBoundary(QueryCall call, XmlWriter xml) {
    String name = name(call);
    require(call, name, Map.of());
    iam.run(call, edit -> edit.roles().deleteBoundary(name));
  }
}
