package io.larder.security.identity;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A policy that stands by itself and can be attached to many.
 *
 * @param account twelve digits, or {@code aws} for one that is built in
 * @param id {@code ANPA…}
 * @param versions the oldest first
 * @param defaultVersion id of the one that is in effect
 * @param nextVersion number of the version that will be made next
 */
public record ManagedPolicy(
    String account,
    String path,
    String name,
    String id,
    Instant created,
    Instant updated,
    String description,
    List<Version> versions,
    String defaultVersion,
    int nextVersion,
    Map<String, String> tags)
    implements Entity {
  /** In place of the account of a policy that is built in. */
  public static final String BUILT_IN = "aws";

  /** Versions that a policy keeps at most (IAM User Guide, "IAM and AWS STS quotas"). */
  public static final int MAX_VERSIONS = 5;

  /**
   * One of the documents that a policy has had.
   *
   * @param id {@code v1}, …
   */
  public record Version(String id, String document, Instant created) {}

  public ManagedPolicy {
    versions = List.copyOf(versions);
    tags = Map.copyOf(tags);
  }

  @Override
  public EntityKey key() {
    return new EntityKey(EntityKey.Type.POLICY, account, name);
  }

  public String arn() {
    return Arns.iam(account, "policy", path, name);
  }

  public boolean isBuiltIn() {
    return account.equals(BUILT_IN);
  }

  /** The version of that id; null if there is none. */
  public @Nullable Version version(String versionId) {
    for (Version version : versions) {
      if (version.id().equals(versionId)) {
        return version;
      }
    }
    return null;
  }

  /** The document that is in effect. */
  public String document() {
    return Objects.requireNonNull(version(defaultVersion)).document();
  }

  /** The same with other versions. */
  public ManagedPolicy withVersions(
      List<Version> others, String otherDefault, int next, Instant when) {
    return new ManagedPolicy(
        account, path, name, id, created, when, description, others, otherDefault, next, tags);
  }

  /** The same with other tags. */
  public ManagedPolicy withTags(Map<String, String> others) {
    return new ManagedPolicy(
        account,
        path,
        name,
        id,
        created,
        updated,
        description,
        versions,
        defaultVersion,
        nextVersion,
        others);
  }
}
