package io.larder.security.identity.edit;

import io.larder.security.identity.Identities;
import io.larder.security.identity.IdentityException.Code;
import io.larder.security.identity.ManagedPolicy;
import io.larder.security.identity.ManagedPolicy.Version;
import io.larder.security.identity.PolicyHolder;
import io.larder.security.identity.UniqueIds;
import io.larder.security.policy.PolicyKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Operations on managed policies. Those that are built in cannot be changed. */
public final class PolicyEdits {
  private static final int MAX_POLICIES = 1_500;
  private static final int MAX_DESCRIPTION = 1_000;

  private final AccountEdit edit;

  PolicyEdits(AccountEdit edit) {
    this.edit = edit;
  }

  /** The policy of that ARN, or NoSuchEntity. */
  public ManagedPolicy get(String arn) {
    ManagedPolicy policy = edit.edit().now().policy(arn);
    if (policy == null || !(policy.isBuiltIn() || policy.account().equals(edit.id()))) {
      throw Rules.refusal(Code.NO_SUCH_ENTITY, "Policy " + arn + " was not found.");
    }
    return policy;
  }

  private ManagedPolicy own(String arn) {
    ManagedPolicy policy = get(arn);
    if (policy.isBuiltIn()) {
      throw Rules.refusal(
          Code.UNMODIFIABLE_ENTITY, "Policy " + arn + " is built in and cannot be changed.");
    }
    return policy;
  }

  /** Makes a policy, attached to nothing yet. */
  public ManagedPolicy create(
      String path, String name, String description, String document, Map<String, String> tags) {
    Rules.checkName("policyName", name, Rules.MAX_OTHER_NAME);
    Rules.checkIsNew(
        edit.state().policies().keySet(),
        name,
        "A policy called " + name + " already exists. Duplicate names are not allowed.");
    Rules.checkPath(path);
    Rules.checkTags(tags);
    Rules.checkQuota("PoliciesPerAccount", edit.state().policies().size() + 1, MAX_POLICIES);
    if (description.length() > MAX_DESCRIPTION) {
      throw Rules.refusal(
          Code.VALIDATION_ERROR, "A description has up to " + MAX_DESCRIPTION + " characters");
    }
    Documents.check(document, PolicyKind.MANAGED);
    var policy =
        new ManagedPolicy(
            edit.id(),
            path,
            name,
            edit.newId(UniqueIds.Prefix.ANPA),
            edit.now(),
            edit.now(),
            description,
            List.of(new Version("v1", document, edit.now())),
            "v1",
            2,
            tags);
    edit.edit().put(policy);
    return policy;
  }

  /** Removes a policy that nothing needs any more. */
  public void delete(String arn) {
    ManagedPolicy policy = own(arn);
    if (attachments(edit.edit().now(), policy) + boundaries(edit.edit().now(), policy) > 0) {
      throw Rules.refusal(Code.DELETE_CONFLICT, "Cannot delete a policy attached to entities.");
    }
    if (policy.versions().size() > 1) {
      throw Rules.refusal(
          Code.DELETE_CONFLICT,
          "This policy has more than one version. Before you delete a policy, you must delete the"
              + " policy's versions. The default version is deleted with the policy.");
    }
    edit.edit().remove(policy.key());
  }

  /** Adds a version, which is in effect at once if it becomes the default. */
  public Version createVersion(String arn, String document, boolean isDefault) {
    ManagedPolicy policy = own(arn);
    Documents.check(document, PolicyKind.MANAGED);
    if (policy.versions().size() >= ManagedPolicy.MAX_VERSIONS) {
      throw Rules.refusal(
          Code.LIMIT_EXCEEDED,
          "A managed policy can have up to 5 versions. Before you create a new version, you must"
              + " delete an existing version.");
    }
    var version = new Version("v" + policy.nextVersion(), document, edit.now());
    List<Version> versions = new ArrayList<>(policy.versions());
    versions.add(version);
    edit.edit()
        .put(
            policy.withVersions(
                versions,
                isDefault ? version.id() : policy.defaultVersion(),
                policy.nextVersion() + 1,
                edit.now()));
    return version;
  }

  /** A version of a policy, or NoSuchEntity. */
  public Version version(String arn, String versionId) {
    Version version = get(arn).version(versionId);
    if (version == null) {
      throw Rules.refusal(
          Code.NO_SUCH_ENTITY,
          "Policy " + arn + " version " + versionId + " does not exist or is not attachable.");
    }
    return version;
  }

  /** Removes a version that is not in effect. */
  public void deleteVersion(String arn, String versionId) {
    ManagedPolicy policy = own(arn);
    Version version = version(arn, versionId);
    if (policy.defaultVersion().equals(versionId)) {
      throw Rules.refusal(Code.DELETE_CONFLICT, "Cannot delete the default version of a policy.");
    }
    List<Version> versions = new ArrayList<>(policy.versions());
    versions.remove(version);
    edit.edit()
        .put(
            policy.withVersions(
                versions, policy.defaultVersion(), policy.nextVersion(), edit.now()));
  }

  /** Puts a version into effect. */
  public void setDefaultVersion(String arn, String versionId) {
    ManagedPolicy policy = own(arn);
    Version version = version(arn, versionId);
    edit.edit()
        .put(
            policy.withVersions(policy.versions(), version.id(), policy.nextVersion(), edit.now()));
  }

  /** Adds tags, or changes their values. */
  public void tag(String arn, Map<String, String> tags) {
    ManagedPolicy policy = own(arn);
    edit.edit().put(policy.withTags(Tags.with(policy.tags(), tags)));
  }

  /** Removes tags; of those that are not there nothing is said. */
  public void untag(String arn, Collection<String> keys) {
    ManagedPolicy policy = own(arn);
    edit.edit().put(policy.withTags(Tags.without(policy.tags(), keys)));
  }

  /** To how many users, groups and roles a policy is attached. */
  public static int attachments(Identities identities, ManagedPolicy policy) {
    return (int)
        identities.accounts().values().stream()
            .flatMap(
                account ->
                    Stream.of(account.users(), account.groups(), account.roles())
                        .<PolicyHolder>flatMap(holders -> holders.values().stream()))
            .filter(holder -> holder.attachedPolicies().contains(policy.arn()))
            .count();
  }

  /** Of how many users and roles a policy is the boundary. */
  public static int boundaries(Identities identities, ManagedPolicy policy) {
    String arn = policy.arn();
    return (int)
        identities.accounts().values().stream()
            .mapToLong(
                account ->
                    account.users().values().stream()
                            .filter(user -> arn.equals(user.boundary()))
                            .count()
                        + account.roles().values().stream()
                            .filter(role -> arn.equals(role.boundary()))
                            .count())
            .sum();
  }
}
