package io.larder.security.sts;

import io.larder.security.auth.Principal;
import io.larder.security.identity.Role;
import io.larder.security.query.QueryException;
import io.larder.security.query.XmlWriter;
import io.larder.security.session.SessionCredentials;
import io.larder.security.session.SessionTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Begins sessions, and tells of their credentials. */
final class Sessions {
  private final SessionTokens tokens;
  private final InstantSource clock;

  Sessions(SessionTokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /** What a session of a role has beside what was wished for. */
  record Origin(
      Map<String, String> tags,
      Set<String> transitiveTags,
      @Nullable String sourceIdentity,
      Principal.@Nullable Federation federation) {}

  /** Credentials for a role. */
  SessionCredentials ofRole(Role role, SessionWish wish, List<String> policies, Origin origin) {
    Instant now = now();
    return issue(
        new Principal.AssumedRole(
            role.account(),
            role.arn(),
            role.id(),
            role.name(),
            null,
            new Principal.Session(
                wish.name(),
                now,
                now.plus(wish.duration()),
                Map.copyOf(origin.tags()),
                Set.copyOf(origin.transitiveTags()),
                List.copyOf(policies),
                origin.sourceIdentity(),
                origin.federation())));
  }

  /** Credentials for a user that last so long. */
  SessionCredentials ofUser(Principal.User user, Duration duration) {
    Instant now = now();
    return issue(
        new Principal.User(
            user.account(),
            user.arn(),
            user.userId(),
            user.name(),
            null,
            new Principal.Session(
                "", now, now.plus(duration), Map.of(), Set.of(), List.of(), null, null)));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private SessionCredentials issue(Principal principal) {
    SessionCredentials credentials = tokens.issue(principal);
    if (credentials == null) {
      throw new QueryException(
          "PackedPolicyTooLarge",
          400,
          "The session policies and session tags together exceed the size that a session token can"
              + " hold.");
    }
    return credentials;
  }

  static void write(XmlWriter xml, SessionCredentials credentials) {
    xml.element(
        "Credentials",
        () ->
            xml.text("AccessKeyId", credentials.accessKeyId())
                .text("SecretAccessKey", credentials.secretAccessKey())
                .text("SessionToken", credentials.token())
                .time("Expiration", credentials.session().expires()));
  }

  /** Tells of a role's session. */
  static void writeRole(XmlWriter xml, SessionCredentials credentials, boolean isPacked) {
    write(xml, credentials);
    xml.element(
        "AssumedRoleUser",
        () ->
            xml.text("AssumedRoleId", credentials.principal().userId())
                .text("Arn", credentials.principal().arn()));
    if (isPacked) {
      xml.number("PackedPolicySize", SessionTokens.packedSize(credentials));
    }
    xml.text("SourceIdentity", credentials.session().sourceIdentity());
  }
}
