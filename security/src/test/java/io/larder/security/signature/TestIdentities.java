package io.larder.security.signature;

import io.larder.security.auth.Principal;
import io.larder.security.identity.AccessKey;
import io.larder.security.identity.Entity;
import io.larder.security.identity.Identities;
import io.larder.security.identity.SecretAccessKey;
import io.larder.security.identity.User;
import io.larder.security.session.SessionCredentials;
import io.larder.security.session.SessionTokens;
import io.larder.store.seal.Sealers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** A user with a key, what is known of it, and a clock, all of which a test may change. */
final class TestIdentities {
  static final String KEY = "AKIDEXAMPLE";
  static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  static final String ACCOUNT = "000000000000";
  static final Duration SKEW = Duration.ofMinutes(5);
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  final User alice = user("alice", "AIDA1");
  final SessionTokens tokens = new SessionTokens(Sealers.ofProcess(), new SecureRandom());
  final AtomicLong nanos = new AtomicLong();
  Instant now;
  Identities current;

  TestIdentities(String now) {
    this.now = Instant.parse(now);
    this.current = Identities.of(1, List.of(alice, key(KEY, SECRET, true)));
  }

  static User user(String name, String id) {
    return new User(
        ACCOUNT, "/", name, id, CREATED, Map.of(), List.of(), List.of(), null, Map.of());
  }

  AccessKey key(String id, String secret, boolean isActive) {
    return new AccessKey(ACCOUNT, alice.name(), id, SecretAccessKey.of(secret), isActive, CREATED);
  }

  void become(Entity... entities) {
    current = Identities.of(current.revision() + 1, new ArrayList<>(List.of(entities)));
  }

  /** Credentials of a session of the user. */
  SessionCredentials session(Instant expires) {
    var session =
        new Principal.Session("", now, expires, Map.of(), Set.of(), List.of(), null, null);
    return Objects.requireNonNull(tokens.issue(alice.principal(KEY, session)));
  }

  SigV4Authenticator authenticator() {
    return authenticator(Regions.of("us-east-1", "eu-west-1"));
  }

  SigV4Authenticator authenticator(Regions regions) {
    InstantSource clock = () -> now;
    return new SigV4Authenticator(() -> current, tokens, regions, SKEW, clock, nanos::get);
  }
}
