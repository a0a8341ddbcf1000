package io.larder.security.iam;

import io.larder.security.identity.BuiltInPolicies;
import io.larder.security.identity.Group;
import io.larder.security.identity.Identities;
import io.larder.security.identity.ManagedPolicy;
import io.larder.security.identity.PolicyHolder;
import io.larder.security.identity.PrincipalIds;
import io.larder.security.identity.Role;
import io.larder.security.identity.User;
import io.larder.security.identity.edit.PolicyEdits;
import io.larder.security.query.Parameters;
import io.larder.security.query.QueryCall;
import io.larder.security.query.QueryOperation;
import io.larder.security.query.TextRule;
import io.larder.security.query.XmlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All that an account has, with all policies: GetAccountAuthorizationDetails. */
final class AccountDetails {
  private static final int MAX_FILTERS = 5;
  private static final TextRule FILTER =
      TextRule.of(4, 20, "User|Role|Group|LocalManagedPolicy|AWSManagedPolicy");

  private final Iam iam;

  AccountDetails(Iam iam) {
    this.iam = iam;
  }

  Map<String, QueryOperation> operations() {
    return Map.of("GetAccountAuthorizationDetails", this::details);
  }

  /** One of the things that are told, under its ARN. */
  private record Detail(String list, String arn, Runnable content) {}

  private void details(QueryCall call, XmlWriter xml) {
    Parameters in = call.parameters();
    List<String> filters = in.texts("Filter", MAX_FILTERS, FILTER);
    iam.require(call);
    Identities identities = iam.identities();
    var account = identities.account(call.caller().account());
    List<Detail> all = new ArrayList<>();
    add(all, filters, "User", account.users().values(), user -> user(xml, user, identities));
    add(all, filters, "Group", account.groups().values(), group -> group(xml, group, identities));
    var ids = new PrincipalIds(identities);
    add(all, filters, "Role", account.roles().values(), role -> role(xml, role, identities, ids));
    if (isAsked(filters, "LocalManagedPolicy")) {
      account.policies().values().forEach(policy -> all.add(detail(xml, policy, identities)));
    }
    if (isAsked(filters, "AWSManagedPolicy")) {
      BuiltInPolicies.all().stream()
          .filter(policy -> isUsed(policy, identities))
          .forEach(policy -> all.add(detail(xml, policy, identities)));
    }
    Pages.Page<Detail> page = Pages.page(in, all, Detail::arn);
    for (String list : List.of("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")) {
      xml.list(
          list,
          page.members().stream().filter(detail -> detail.list().equals(list)).toList(),
          detail -> detail.content().run());
    }
    page.writeEnd(xml);
  }

  private static boolean isAsked(List<String> filters, String what) {
    return filters.isEmpty() || filters.contains(what);
  }

  private static boolean isUsed(ManagedPolicy policy, Identities identities) {
    return PolicyEdits.attachments(identities, policy) > 0
        || PolicyEdits.boundaries(identities, policy) > 0;
  }

  private static <T extends PolicyHolder> void add(
      List<Detail> all,
      List<String> filters,
      String kind,
      Iterable<T> holders,
      Consumer<T> content) {
    if (isAsked(filters, kind)) {
      holders.forEach(
          holder ->
              all.add(new Detail(kind + "DetailList", holder.arn(), () -> content.accept(holder))));
    }
  }

  private static void user(XmlWriter xml, User user, Identities identities) {
    EntityXml.wholeUser(xml, user);
    EntityXml.inline(xml, "UserPolicyList", user);
    xml.texts("GroupList", user.groups());
    EntityXml.attached(xml, user.attachedPolicies(), identities);
  }

  private static void group(XmlWriter xml, Group group, Identities identities) {
    EntityXml.group(xml, group);
    EntityXml.inline(xml, "GroupPolicyList", group);
    EntityXml.attached(xml, group.attachedPolicies(), identities);
  }

  private static void role(XmlWriter xml, Role role, Identities identities, PrincipalIds ids) {
    EntityXml.wholeRole(xml, role, ids);
    EntityXml.inline(xml, "RolePolicyList", role);
    xml.element("InstanceProfileList", () -> {});
    EntityXml.attached(xml, role.attachedPolicies(), identities);
  }

  private static Detail detail(XmlWriter xml, ManagedPolicy policy, Identities identities) {
    return new Detail(
        "Policies",
        policy.arn(),
        () -> {
          EntityXml.policy(xml, policy, identities);
          xml.text("Description", policy.description());
          xml.list(
              "PolicyVersionList",
              policy.versions(),
              version -> EntityXml.version(xml, policy, version, true));
        });
  }
}
