package io.larder.security.identity.edit;

import io.larder.security.identity.IdentityException.Code;
import io.larder.security.identity.PrincipalIds;
import io.larder.security.identity.Role;
import io.larder.security.identity.UniqueIds;
import io.larder.security.policy.Policy;
import io.larder.security.policy.PolicyKind;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Operations on roles. */
public final class RoleEdits extends HolderEdits {
  /** How long a session lasts at most if the role does not say it. */
  public static final Duration DEFAULT_SESSION = Duration.ofHours(1);

  private static final Duration MAX_SESSION = Duration.ofHours(12);
  private static final int MAX_ROLES = 1_000;
  private static final int MAX_DESCRIPTION = 1_000;

  RoleEdits(AccountEdit edit) {
    super(edit, "role", PolicyKind.ROLE_INLINE);
  }

  @Override
  public Role get(String name) {
    return Rules.found(state().roles().get(name), "role", name);
  }

  /**
   * What a role is made with.
   *
   * @param boundary ARN of a policy that limits it; null for none
   */
  public record NewRole(
      String path,
      String name,
      String trustPolicy,
      String description,
      Duration maxSession,
      @Nullable String boundary,
      Map<String, String> tags) {}

  /** Makes a role that may do nothing yet. */
  public Role create(NewRole wished) {
    Rules.checkName("roleName", wished.name(), Rules.MAX_USER_NAME);
    Rules.checkIsNew(
        state().roles().keySet(),
        wished.name(),
        "Role with name " + wished.name() + " already exists.");
    Rules.checkPath(wished.path());
    Rules.checkTags(wished.tags());
    Rules.checkQuota("RolesPerAccount", state().roles().size() + 1, MAX_ROLES);
    checkSettings(wished.description(), wished.maxSession());
    String boundary = wished.boundary();
    if (boundary != null) {
      checkIsAttachable(boundary);
    }
    var role =
        new Role(
            edit().id(),
            wished.path(),
            wished.name(),
            edit().newId(UniqueIds.Prefix.AROA),
            edit().now(),
            stored(wished.trustPolicy()),
            wished.description(),
            wished.maxSession(),
            Map.of(),
            List.of(),
            boundary,
            wished.tags());
    put(role);
    return role;
  }

  /** Changes the description and the longest session; null leaves them. */
  public Role update(String name, @Nullable String description, @Nullable Duration maxSession) {
    Role role = get(name);
    return settings(
        role,
        role.trustPolicy(),
        description == null ? role.description() : description,
        maxSession == null ? role.maxSession() : maxSession);
  }

  /** Changes who may assume the role. */
  public Role updateTrustPolicy(String name, String document) {
    Role role = get(name);
    return settings(role, stored(document), role.description(), role.maxSession());
  }

  /** The trust policy of a role as people know it, who name users and roles by their ARNs. */
  public static String trustPolicy(Role role, PrincipalIds ids) {
    return Policy.load(role.trustPolicy(), PolicyKind.TRUST).withPrincipals(ids::shown);
  }

  private String stored(String trust) {
    var ids = new PrincipalIds(edit().edit().now());
    return Documents.read(trust, PolicyKind.TRUST)
        .withPrincipals(
            name -> {
              String stored = ids.stored(name);
              if (stored == null) {
                throw Rules.refusal(
                    Code.MALFORMED_POLICY_DOCUMENT,
                    "Invalid principal in policy: \"AWS\":\"" + name + '"');
              }
              return stored;
            });
  }

  private Role settings(Role role, String trust, String description, Duration maxSession) {
    checkSettings(description, maxSession);
    Role changed = role.withSettings(trust, description, maxSession);
    put(changed);
    return changed;
  }

  private static void checkSettings(String description, Duration maxSession) {
    if (description.length() > MAX_DESCRIPTION) {
      throw Rules.refusal(
          Code.VALIDATION_ERROR, "A description has up to " + MAX_DESCRIPTION + " characters");
    }
    if (maxSession.compareTo(DEFAULT_SESSION) < 0 || maxSession.compareTo(MAX_SESSION) > 0) {
      throw Rules.refusal(
          Code.VALIDATION_ERROR,
          "1 validation error detected: Value '"
              + maxSession.toSeconds()
              + "' at 'maxSessionDuration' failed to satisfy constraint: Member must have value"
              + " between 3600 and 43200");
    }
  }

  /** Removes a role that has nothing any more; with it all its sessions may do nothing. */
  public void delete(String name) {
    Role role = get(name);
    checkHoldsNoPolicies(role);
    edit().edit().remove(role.key());
  }

  /** Limits a role to what that policy allows too. */
  public void putBoundary(String name, String policyArn) {
    Role role = get(name);
    checkIsAttachable(policyArn);
    put(role.withBoundary(policyArn));
  }

  /** Lifts the boundary. */
  public void deleteBoundary(String name) {
    Role role = get(name);
    if (role.boundary() == null) {
      throw Rules.refusal(
          Code.NO_SUCH_ENTITY, "Role " + name + " does not have a permissions boundary.");
    }
    put(role.withBoundary(null));
  }

  /** Adds tags, or changes their values. */
  public void tag(String name, Map<String, String> tags) {
    Role role = get(name);
    put(role.withTags(Tags.with(role.tags(), tags)));
  }

  /** Removes tags; of those that are not there nothing is said. */
  public void untag(String name, Collection<String> keys) {
    Role role = get(name);
    put(role.withTags(Tags.without(role.tags(), keys)));
  }
}
