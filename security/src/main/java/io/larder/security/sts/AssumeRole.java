package io.larder.security.sts;

import io.larder.security.auth.Principal;
import io.larder.security.identity.Identities;
import io.larder.security.identity.Role;
import io.larder.security.query.QueryCall;
import io.larder.security.query.QueryException;
import io.larder.security.query.QueryOperation;
import io.larder.security.query.XmlWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives a caller a session of a role whose trust policy lets the caller have it. */
final class AssumeRole implements QueryOperation {
  private static final Duration MAX_CHAINED = Duration.ofHours(1);

  private final Supplier<Identities> identities;
  private final Sessions sessions;
  private final StsPermissions permissions;

  AssumeRole(Supplier<Identities> identities, Sessions sessions, StsPermissions permissions) {
    this.identities = identities;
    this.sessions = sessions;
    this.permissions = permissions;
  }

  @Override
  public void answer(QueryCall call, XmlWriter xml) {
    SessionWish wish = SessionWish.ofAssumeRole(call.parameters());
    Identities now = identities.get();
    Principal.Session before = chained(call.caller());
    SessionWish whole =
        wish.with(wish.tags(), wish.transitiveTags(), sourceIdentity(wish, call.caller()));
    Role role = now.role(wish.roleArn());
    if (role == null) {
      throw StsPermissions.denied(call.caller(), "sts:AssumeRole", wish.roleArn());
    }
    permissions.requireRole(call, role, whole);
    checkDuration(wish, role, before != null);
    List<String> policies = SessionPolicies.documents(wish, role.account(), now);
    Sessions.Origin origin = origin(whole, before);
    Sessions.writeRole(xml, sessions.ofRole(role, wish, policies, origin), wish.isPacked());
  }

  /** The session of a role that asks for another one; null if no role's session asks. */
  private static Principal.@Nullable Session chained(Principal caller) {
    return caller instanceof Principal.AssumedRole role ? role.session() : null;
  }

  private static @Nullable String sourceIdentity(SessionWish wish, Principal caller) {
    Principal.Session before =
        switch (caller) {
          case Principal.AssumedRole role -> role.session();
          case Principal.User user -> user.session();
          case Principal.Root _, Principal.Unverified _ -> null;
        };
    String inherited = before == null ? null : before.sourceIdentity();
    String wished = wish.sourceIdentity();
    if (inherited != null && wished != null && !Objects.equals(inherited, wished)) {
      throw QueryException.accessDenied(
          "The source identity of a session cannot be changed by a session that it begins");
    }
    return inherited == null ? wished : inherited;
  }

  static void checkDuration(SessionWish wish, Role role, boolean isChained) {
    if (isChained && wish.duration().compareTo(MAX_CHAINED) > 0) {
      throw QueryException.validation(
          "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role"
              + " chaining");
    }
    if (wish.duration().compareTo(role.maxSession()) > 0) {
      throw QueryException.validation(
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }
  }

  private static Sessions.Origin origin(SessionWish wish, Principal.@Nullable Session before) {
    Map<String, String> tags = new HashMap<>();
    Set<String> transitive = new HashSet<>(wish.transitiveTags());
    if (before != null) {
      Set<String> kept = new HashSet<>();
      for (String key : before.transitiveTags()) {
        String value = before.tags().get(key);
        if (value != null) {
          tags.put(key, value);
          transitive.add(key);
          kept.add(key.toLowerCase(Locale.ROOT));
        }
      }
      for (String key : wish.tags().keySet()) {
        if (kept.contains(key.toLowerCase(Locale.ROOT))) {
          throw QueryException.validation(
              "One of the specified transitive tag keys can't be set because it conflicts with a"
                  + " transitive tag key from the calling session.");
        }
      }
    }
    tags.putAll(wish.tags());
    return new Sessions.Origin(tags, transitive, wish.sourceIdentity(), null);
  }
}
