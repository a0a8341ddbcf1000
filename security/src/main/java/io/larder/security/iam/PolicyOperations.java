package io.larder.security.iam;

import io.larder.security.identity.Account;
import io.larder.security.identity.BuiltInPolicies;
import io.larder.security.identity.Group;
import io.larder.security.identity.ManagedPolicy;
import io.larder.security.identity.PolicyHolder;
import io.larder.security.identity.Role;
import io.larder.security.identity.User;
import io.larder.security.identity.edit.PolicyEdits;
import io.larder.security.query.Parameters;
import io.larder.security.query.QueryCall;
import io.larder.security.query.QueryOperation;
import io.larder.security.query.TextRule;
import io.larder.security.query.XmlWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Operations on managed policies. */
final class PolicyOperations {
  private static final TextRule SCOPE = TextRule.of(2, 5, "All|AWS|Local");
  private static final TextRule FILTER = TextRule.of(4, 5, "User|Role|Group");
  private static final TextRule USAGE = TextRule.of(1, 32, "PermissionsPolicy|PermissionsBoundary");

  private final Iam iam;

  PolicyOperations(Iam iam) {
    this.iam = iam;
  }

  Map<String, QueryOperation> operations() {
    return Map.ofEntries(
        Map.entry("CreatePolicy", this::create),
        Map.entry("GetPolicy", this::get),
        Map.entry("ListPolicies", this::list),
        Map.entry("DeletePolicy", this::delete),
        Map.entry("CreatePolicyVersion", this::createVersion),
        Map.entry("GetPolicyVersion", this::getVersion),
        Map.entry("ListPolicyVersions", this::listVersions),
        Map.entry("DeletePolicyVersion", this::deleteVersion),
        Map.entry("SetDefaultPolicyVersion", this::setDefaultVersion),
        Map.entry("ListEntitiesForPolicy", this::listEntities),
        Map.entry("TagPolicy", this::tag),
        Map.entry("UntagPolicy", this::untag),
        Map.entry("ListPolicyTags", this::listTags));
  }

  private static String arn(QueryCall call) {
    return call.parameters().required("PolicyArn", Rules.ARN);
  }

  private void require(QueryCall call, String arn, Map<String, List<String>> keys) {
    ManagedPolicy policy = iam.identities().policy(arn);
    iam.require(
        call, arn, policy == null ? keys : Keys.and(Keys.ofResource(policy.tags(), null), keys));
  }

  private void create(QueryCall call, XmlWriter xml) {
    Parameters in = call.parameters();
    String name = in.required("PolicyName", Rules.NAME_128);
    String path = in.optional("Path", Rules.PATH, "/");
    String document = in.required("PolicyDocument", Rules.DOCUMENT);
    String description = in.optional("Description", Rules.DESCRIPTION, "");
    Map<String, String> tags = Rules.tags(in);
    iam.require(
        call,
        "arn:aws:iam::" + call.caller().account() + ":policy" + path + name,
        Keys.ofTags(tags));
    ManagedPolicy policy =
        iam.change(call, edit -> edit.policies().create(path, name, description, document, tags));
    xml.element(
        "Policy",
        () -> {
          EntityXml.policy(xml, policy, iam.identities());
          EntityXml.tags(xml, policy.tags());
        });
  }

  private void get(QueryCall call, XmlWriter xml) {
    String arn = arn(call);
    require(call, arn, Map.of());
    ManagedPolicy policy = iam.read(call, edit -> edit.policies().get(arn));
    xml.element("Policy", () -> EntityXml.wholePolicy(xml, policy, iam.identities()));
  }

  private void list(QueryCall call, XmlWriter xml) {
    Parameters in = call.parameters();
    String scope = in.optional("Scope", SCOPE, "All");
    String prefix = in.optional("PathPrefix", Rules.PATH_PREFIX, "/");
    boolean onlyAttached = in.flag("OnlyAttached", false);
    Predicate<ManagedPolicy> isUsed = isUsedAs(in.optional("PolicyUsageFilter", USAGE, ""));
    iam.require(call);
    Collection<ManagedPolicy> own = iam.account(call).policies().values();
    List<ManagedPolicy> policies =
        Stream.concat(
                scope.equals("Local") ? Stream.empty() : BuiltInPolicies.all().stream(),
                scope.equals("AWS") ? Stream.empty() : own.stream())
            .filter(policy -> policy.path().startsWith(prefix))
            .filter(policy -> !onlyAttached || attachments(policy) > 0)
            .filter(isUsed)
            .toList();
    Pages.write(
        in,
        xml,
        "Policies",
        policies,
        ManagedPolicy::arn,
        policy -> EntityXml.policy(xml, policy, iam.identities()));
  }

  private int attachments(ManagedPolicy policy) {
    return PolicyEdits.attachments(iam.identities(), policy);
  }

  private Predicate<ManagedPolicy> isUsedAs(String usage) {
    return switch (usage) {
      case "PermissionsPolicy" -> policy -> attachments(policy) > 0;
      case "PermissionsBoundary" -> policy -> PolicyEdits.boundaries(iam.identities(), policy) > 0;
      default -> _ -> true;
    };
  }

  private void delete(QueryCall call, XmlWriter xml) {
    String arn = arn(call);
    require(call, arn, Map.of());
    iam.run(call, edit -> edit.policies().delete(arn));
  }

  private void createVersion(QueryCall call, XmlWriter xml) {
    String arn = arn(call);
    String document = call.parameters().required("PolicyDocument", Rules.DOCUMENT);
    boolean isDefault = call.parameters().flag("SetAsDefault", false);
    require(call, arn, Map.of());
    ManagedPolicy.Version version =
        iam.change(call, edit -> edit.policies().createVersion(arn, document, isDefault));
    ManagedPolicy policy = iam.read(call, edit -> edit.policies().get(arn));
    xml.element("PolicyVersion", () -> EntityXml.version(xml, policy, version, false));
  }

  private static String versionId(QueryCall call) {
    return call.parameters().required("VersionId", Rules.VERSION);
  }

  private void getVersion(QueryCall call, XmlWriter xml) {
    String arn = arn(call);
    String id = versionId(call);
    require(call, arn, Map.of());
    ManagedPolicy policy = iam.read(call, edit -> edit.policies().get(arn));
    ManagedPolicy.Version version = iam.read(call, edit -> edit.policies().version(arn, id));
    xml.element("PolicyVersion", () -> EntityXml.version(xml, policy, version, true));
  }

  private void listVersions(QueryCall call, XmlWriter xml) {
    String arn = arn(call);
    require(call, arn, Map.of());
    ManagedPolicy policy = iam.read(call, edit -> edit.policies().get(arn));
    Pages.write(
        call.parameters(),
        xml,
        "Versions",
        policy.versions(),
        ManagedPolicy.Version::id,
        version -> EntityXml.version(xml, policy, version, false));
  }

  private void deleteVersion(QueryCall call, XmlWriter xml) {
    String arn = arn(call);
    String id = versionId(call);
    require(call, arn, Map.of());
    iam.run(call, edit -> edit.policies().deleteVersion(arn, id));
  }

  private void setDefaultVersion(QueryCall call, XmlWriter xml) {
    String arn = arn(call);
    String id = versionId(call);
    require(call, arn, Map.of());
    iam.run(call, edit -> edit.policies().setDefaultVersion(arn, id));
  }

  private void listEntities(QueryCall call, XmlWriter xml) {
    Parameters in = call.parameters();
    String arn = arn(call);
    String filter = in.optional("EntityFilter", FILTER, "");
    String prefix = in.optional("PathPrefix", Rules.PATH_PREFIX, "/");
    String usage = in.optional("PolicyUsageFilter", USAGE, "");
    require(call, arn, Map.of());
    iam.read(call, edit -> edit.policies().get(arn));
    List<PolicyHolder> holders =
        holders(iam.account(call))
            .filter(holder -> uses(holder, arn, usage))
            .filter(holder -> holder.path().startsWith(prefix))
            .filter(holder -> filter.isEmpty() || holder.getClass().getSimpleName().equals(filter))
            .toList();
    Pages.Page<PolicyHolder> page = Pages.page(in, holders, PolicyHolder::arn);
    for (Class<?> type : List.of(Group.class, User.class, Role.class)) {
      String kind = type.getSimpleName();
      xml.list(
          "Policy" + kind + "s",
          page.members().stream().filter(type::isInstance).toList(),
          holder -> xml.text(kind + "Name", holder.name()).text(kind + "Id", holder.id()));
    }
    page.writeEnd(xml);
  }

  /** All users, groups and roles. */
  static Stream<PolicyHolder> holders(Account account) {
    return Stream.of(account.users(), account.groups(), account.roles())
        .flatMap(holders -> holders.values().stream());
  }

  private static boolean uses(PolicyHolder holder, String arn, String usage) {
    boolean isAttached = holder.attachedPolicies().contains(arn);
    String boundary =
        switch (holder) {
          case User user -> user.boundary();
          case Role role -> role.boundary();
          case Group _ -> null;
        };
    boolean isBoundary = arn.equals(boundary);
    return switch (usage) {
      case "PermissionsPolicy" -> isAttached;
      case "PermissionsBoundary" -> isBoundary;
      default -> isAttached || isBoundary;
    };
  }

  private void tag(QueryCall call, XmlWriter xml) {
    String arn = arn(call);
    Map<String, String> tags = Rules.tags(call.parameters());
    require(call, arn, Keys.ofTags(tags));
    iam.run(call, edit -> edit.policies().tag(arn, tags));
  }

  private void untag(QueryCall call, XmlWriter xml) {
    String arn = arn(call);
    List<String> keys = Rules.tagKeys(call.parameters());
    require(call, arn, Map.of("aws:TagKeys", keys));
    iam.run(call, edit -> edit.policies().untag(arn, keys));
  }

  private void listTags(QueryCall call, XmlWriter xml) {
    String arn = arn(call);
    require(call, arn, Map.of());
    Map<String, String> tags = iam.read(call, edit -> edit.policies().get(arn)).tags();
    Pages.writeTags(call.parameters(), xml, tags);
  }
}
