package io.larder.security.identity.transfer;

import io.larder.security.identity.AccessKey;
import io.larder.security.identity.ManagedPolicy;
import io.larder.security.identity.OidcProvider;
import io.larder.security.identity.PolicyHolder;
import io.larder.security.identity.edit.AccountEdit;
import io.larder.security.identity.edit.HolderEdits;
import java.util.Set;
import java.util.TreeSet;

/** Plans the removal of what a document does not have, with all that belongs to it. */
final class Pruning {
  private final PlannedSteps steps;

  Pruning(PlannedSteps steps) {
    this.steps = steps;
  }

  /** Those of {@code there} that are not to stay, in order. */
  private static Set<String> others(Set<String> there, Set<String> staying) {
    Set<String> others = new TreeSet<>(there);
    others.removeAll(staying);
    return others;
  }

  void users(Set<String> staying) {
    for (String name : others(steps.state().users().keySet(), staying)) {
      steps.add("- user " + name + " and its access keys", edit -> deleteUser(edit, name));
    }
  }

  private static void deleteUser(AccountEdit edit, String name) {
    for (AccessKey key : edit.accessKeys().of(name)) {
      edit.accessKeys().delete(name, key.id());
    }
    for (String group : edit.users().get(name).groups()) {
      edit.users().removeFromGroup(group, name);
    }
    strip(edit.users(), name);
    edit.users().delete(name);
  }

  private static void strip(HolderEdits holders, String name) {
    PolicyHolder holder = holders.get(name);
    holder.inlinePolicies().keySet().forEach(policy -> holders.deletePolicy(name, policy));
    holder.attachedPolicies().forEach(arn -> holders.detachPolicy(name, arn));
  }

  void roles(Set<String> staying) {
    for (String name : others(steps.state().roles().keySet(), staying)) {
      steps.add(
          "- role " + name,
          edit -> {
            strip(edit.roles(), name);
            edit.roles().delete(name);
          });
    }
  }

  void groups(Set<String> staying) {
    for (String name : others(steps.state().groups().keySet(), staying)) {
      steps.add(
          "- group " + name,
          edit -> {
            strip(edit.groups(), name);
            edit.groups().delete(name);
          });
    }
  }

  void policies(Set<String> staying) {
    for (String name : others(steps.state().policies().keySet(), staying)) {
      steps.add("- policy " + name, edit -> deletePolicy(edit, name));
    }
  }

  private static void deletePolicy(AccountEdit edit, String name) {
    ManagedPolicy policy = edit.state().policies().get(name);
    if (policy == null) {
      return;
    }
    for (ManagedPolicy.Version version : policy.versions()) {
      if (!version.id().equals(policy.defaultVersion())) {
        edit.policies().deleteVersion(policy.arn(), version.id());
      }
    }
    edit.policies().delete(policy.arn());
  }

  void providers(Set<String> staying) {
    for (String url : others(steps.state().providers().keySet(), staying)) {
      OidcProvider provider = steps.state().providers().get(url);
      if (provider != null) {
        steps.add("- provider " + url, edit -> edit.providers().delete(provider.arn()));
      }
    }
  }
}
