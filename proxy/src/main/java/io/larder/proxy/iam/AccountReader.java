package io.larder.proxy.iam;

import io.larder.proxy.iam.AccountDocument.HolderEntry;
import io.larder.proxy.iam.AccountDocument.PolicyEntry;
import io.larder.proxy.iam.AccountDocument.ProviderEntry;
import io.larder.proxy.iam.AccountDocument.RoleEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what an account holds, by IAM's API. */
final class AccountReader {
  static final int USUAL_SESSION = 3600;

  private final IamClient iam;
  private final List<PolicyEntry> policies = new ArrayList<>();
  private final List<HolderEntry> groups = new ArrayList<>();
  private final List<HolderEntry> users = new ArrayList<>();
  private final List<RoleEntry> roles = new ArrayList<>();
  private final List<ProviderEntry> providers = new ArrayList<>();

  AccountReader(IamClient iam) {
    this.iam = iam;
  }

  /** What is there now. */
  AccountDocument read() throws IOException, InterruptedException, IamClient.RefusedException {
    String marker = null;
    do {
      Answer page =
          iam.call(
              "GetAccountAuthorizationDetails",
              new Form()
                  .list("Filter", List.of("User", "Group", "Role", "LocalManagedPolicy"))
                  .with("MaxItems", "1000")
                  .with("Marker", marker));
      page.members("UserDetailList").forEach(user -> users.add(user(user)));
      page.members("GroupDetailList")
          .forEach(group -> groups.add(holder(group, "Group", null, null, null)));
      page.members("RoleDetailList").forEach(role -> roles.add(role(role)));
      for (Answer policy : page.members("Policies")) {
        policies.add(policy(policy));
      }
      marker = page.text("Marker");
    } while (marker != null);
    for (Answer each :
        iam.call("ListOpenIDConnectProviders", new Form()).members("OpenIDConnectProviderList")) {
      providers.add(provider(each.need("Arn")));
    }
    return new AccountDocument(
        AccountDocument.sorted(policies, PolicyEntry::name),
        AccountDocument.sorted(groups, HolderEntry::name),
        AccountDocument.sorted(users, HolderEntry::name),
        AccountDocument.sorted(roles, RoleEntry::name),
        AccountDocument.sorted(providers, ProviderEntry::url));
  }

  private static HolderEntry user(Answer user) {
    return holder(user, "User", user.texts("GroupList"), boundary(user), user.tags());
  }

  private static HolderEntry holder(
      Answer holder,
      String kind,
      @Nullable List<String> groups,
      @Nullable String boundary,
      @Nullable SortedMap<String, String> tags) {
    return new HolderEntry(
        holder.need(kind + "Name"),
        path(holder),
        groups,
        boundary,
        tags,
        AccountDocument.sorted(
            holder.members("AttachedManagedPolicies").stream()
                .map(policy -> policy.need("PolicyArn"))
                .toList(),
            Function.identity()),
        inline(holder, kind));
  }

  private static RoleEntry role(Answer role) {
    HolderEntry holder = holder(role, "Role", null, boundary(role), role.tags());
    int seconds =
        Integer.parseInt(
            Objects.requireNonNullElse(role.text("MaxSessionDuration"), "" + USUAL_SESSION));
    return new RoleEntry(
        holder.name(),
        holder.path(),
        role.text("Description"),
        seconds == USUAL_SESSION ? null : seconds,
        role.document("AssumeRolePolicyDocument"),
        holder.boundary(),
        holder.tags(),
        holder.attached(),
        holder.policies());
  }

  private PolicyEntry policy(Answer policy)
      throws IOException, InterruptedException, IamClient.RefusedException {
    Answer inEffect =
        policy.members("PolicyVersionList").stream()
            .filter(version -> "true".equals(version.text("IsDefaultVersion")))
            .findFirst()
            .orElseThrow(() -> new IOException("A policy without a version in effect"));
    return new PolicyEntry(
        policy.need("PolicyName"),
        path(policy),
        policy.text("Description"),
        inEffect.document("Document"),
        iam.call("ListPolicyTags", new Form().with("PolicyArn", policy.need("Arn"))).tags());
  }

  private ProviderEntry provider(String arn)
      throws IOException, InterruptedException, IamClient.RefusedException {
    Answer provider =
        iam.call("GetOpenIDConnectProvider", new Form().with("OpenIDConnectProviderArn", arn));
    return new ProviderEntry(
        ImportPlan.HTTPS + provider.need("Url"),
        provider.texts("ClientIDList"),
        provider.texts("ThumbprintList"),
        provider.tags());
  }

  private static @Nullable String path(Answer entity) {
    String path = entity.text("Path");
    return "/".equals(path) ? null : path;
  }

  private static @Nullable String boundary(Answer holder) {
    Answer boundary = holder.child("PermissionsBoundary");
    return boundary == null ? null : boundary.text("PermissionsBoundaryArn");
  }

  private static @Nullable SortedMap<String, JsonNode> inline(Answer holder, String kind) {
    SortedMap<String, JsonNode> policies = new TreeMap<>();
    for (Answer policy : holder.members(kind + "PolicyList")) {
      policies.put(policy.need("PolicyName"), policy.document("PolicyDocument"));
    }
    return policies.isEmpty() ? null : policies;
  }
}
