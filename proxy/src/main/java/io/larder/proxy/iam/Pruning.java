package io.larder.proxy.iam;

import io.larder.proxy.iam.AccountDocument.HolderEntry;
import io.larder.proxy.iam.AccountDocument.PolicyEntry;
import io.larder.proxy.iam.AccountDocument.ProviderEntry;
import io.larder.proxy.iam.AccountDocument.RoleEntry;
import io.larder.proxy.iam.Step.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Plans the removal of what a document does not have, with all that belongs to it; but not of who
 * removes it, nor of what that may do it by, since the rest could not be done any more.
 */
final class Pruning {
  private final AccountDocument there;
  private final UnaryOperator<String> arn;
  private final String caller;
  private final Set<String> staying = new HashSet<>();
  private final List<Step> steps = new ArrayList<>();

  /**
   * @param arn of a resource of the account
   * @param caller ARN of who calls
   */
  Pruning(AccountDocument there, UnaryOperator<String> arn, String caller) {
    this.there = there;
    this.arn = arn;
    this.caller = caller;
  }

  List<Step> of(AccountDocument wished) {
    stay();
    for (HolderEntry user : others(there.users(), wished.users(), HolderEntry::name)) {
      add("user", user.name(), " and its access keys", deletion(user));
    }
    for (RoleEntry role : others(there.roles(), wished.roles(), RoleEntry::name)) {
      add("role", role.name(), "", deletion(Kind.ROLE, role.holder()));
    }
    for (HolderEntry group : others(there.groups(), wished.groups(), HolderEntry::name)) {
      add("group", group.name(), "", deletion(Kind.GROUP, group));
    }
    for (PolicyEntry policy : others(there.policies(), wished.policies(), PolicyEntry::name)) {
      String name = arn.apply("policy" + ImportPlan.path(policy.path()) + policy.name());
      if (!staying.contains(name)) {
        add("policy", policy.name(), "", iam -> deletePolicy(iam, name));
      }
    }
    for (ProviderEntry provider :
        others(there.providers(), wished.providers(), ProviderEntry::url)) {
      String name =
          arn.apply("oidc-provider/" + provider.url().substring(ImportPlan.HTTPS.length()));
      add(
          "provider",
          provider.url(),
          "",
          Change.call("DeleteOpenIDConnectProvider", ImportPlan.provider(name)));
    }
    return steps;
  }

  private static <T> List<T> others(
      @Nullable List<T> there, @Nullable List<T> wished, Function<T, String> name) {
    Set<String> names = ImportPlan.names(wished, name);
    return ImportPlan.orEmpty(there).stream()
        .filter(each -> !names.contains(name.apply(each)))
        .toList();
  }

  private void add(String what, String name, String more, Change change) {
    if (!staying.contains(what + ' ' + name)) {
      steps.add(new Step("- " + what + ' ' + name + more, change));
    }
  }

  /** Notes what belongs to the caller. */
  private void stay() {
    for (HolderEntry user : ImportPlan.orEmpty(there.users())) {
      if (arn.apply("user" + ImportPlan.path(user.path()) + user.name()).equals(caller)) {
        stay(Kind.USER, user);
        Set<String> groups = new TreeSet<>(ImportPlan.orEmpty(user.groups()));
        ImportPlan.orEmpty(there.groups()).stream()
            .filter(group -> groups.contains(group.name()))
            .forEach(group -> stay(Kind.GROUP, group));
      }
    }
    for (RoleEntry role : ImportPlan.orEmpty(there.roles())) {
      if (caller.contains(":assumed-role/" + role.name() + '/')) {
        stay(Kind.ROLE, role.holder());
      }
    }
  }

  private void stay(Kind kind, HolderEntry holder) {
    staying.add(kind.words(holder.name()));
    staying.addAll(ImportPlan.orEmpty(holder.attached()));
    if (holder.boundary() != null) {
      staying.add(holder.boundary());
    }
  }

  private static Change deletion(HolderEntry user) {
    Change removals = iam -> deleteKeys(iam, user.name());
    for (String group : ImportPlan.orEmpty(user.groups())) {
      removals =
          removals.then(
              Change.call(
                  "RemoveUserFromGroup", Kind.USER.named(user.name()).with("GroupName", group)));
    }
    return removals.then(deletion(Kind.USER, user));
  }

  private static void deleteKeys(IamClient iam, String user)
      throws IOException, InterruptedException, IamClient.RefusedException {
    for (Answer key :
        iam.call("ListAccessKeys", Kind.USER.named(user)).members("AccessKeyMetadata")) {
      var _ =
          iam.call(
              "DeleteAccessKey",
              Kind.USER.named(user).with("AccessKeyId", key.need("AccessKeyId")));
    }
  }

  private static Change deletion(Kind kind, HolderEntry holder) {
    Change all = Change.none();
    if (holder.policies() != null) {
      for (String policy : holder.policies().keySet()) {
        all = all.then(deletePolicy(kind, holder.name(), policy));
      }
    }
    for (String policy : ImportPlan.orEmpty(holder.attached())) {
      all = all.then(detachPolicy(kind, holder.name(), policy));
    }
    return all.then(Change.call(kind.operation("Delete%s"), kind.named(holder.name())));
  }

  static Change deletePolicy(Kind kind, String holder, String policy) {
    return Change.call(
        kind.operation("Delete%sPolicy"), kind.named(holder).with("PolicyName", policy));
  }

  static Change detachPolicy(Kind kind, String holder, String arn) {
    return Change.call(kind.operation("Detach%sPolicy"), kind.named(holder).with("PolicyArn", arn));
  }

  private static void deletePolicy(IamClient iam, String arn)
      throws IOException, InterruptedException, IamClient.RefusedException {
    for (Answer version :
        iam.call("ListPolicyVersions", new Form().with("PolicyArn", arn)).members("Versions")) {
      if (!"true".equals(version.text("IsDefaultVersion"))) {
        var _ =
            iam.call(
                "DeletePolicyVersion",
                new Form().with("PolicyArn", arn).with("VersionId", version.need("VersionId")));
      }
    }
    var _ = iam.call("DeletePolicy", new Form().with("PolicyArn", arn));
  }
}
