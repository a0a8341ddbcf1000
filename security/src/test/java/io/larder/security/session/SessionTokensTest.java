package io.larder.security.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.security.auth.Principal;
import io.larder.store.seal.Sealers;
import io.larder.store.seal.SecretSealer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SessionTokensTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

  private final SecretSealer sealer = Sealers.ofProcess();
  private final SessionTokens tokens = new SessionTokens(sealer, RANDOM);

  @Test
  void aTokenBringsBackTheWholeSession() {
    SessionCredentials issued = issue(role(session(Map.of("Team", "blue"), List.of("{}"))));

    SessionCredentials opened = tokens.open(issued.token(), issued.accessKeyId());

    assertThat(opened).isEqualTo(issued);
    assertThat(issued.accessKeyId()).matches("ASIA[A-Z2-7]{16}");
    assertThat(issued.secretAccessKey()).hasSize(40);
  }

  @Test
  void aUsersSessionIsKnownAgainByAnotherServerWithTheKey() {
    var session =
        new Principal.Session(
            "", NOW, NOW.plusSeconds(900), Map.of(), Set.of(), List.of(), null, null);
    SessionCredentials issued =
        issue(
            new Principal.User(
                "000000000000",
                "arn:aws:iam::000000000000:user/a",
                "AIDA1",
                "a",
                "AKIA1",
                session));

    var other = new SessionTokens(sealer, RANDOM);

    assertThat(other.open(issued.token(), issued.accessKeyId())).isEqualTo(issued);
  }

  @Test
  void anotherAccessKeyOpensNothing() {
    SessionCredentials issued = issue(role(session(Map.of(), List.of())));

    assertThat(tokens.open(issued.token(), "ASIAAAAAAAAAAAAAAAAA")).isNull();
    assertThat(tokens.open(issued.token(), issued.accessKeyId())).isNotNull();
    assertThat(tokens.open(issued.token(), "ASIAAAAAAAAAAAAAAAAA")).isNull();
  }

  @Test
  void aTokenWithAnyByteChangedOpensNothing() {
    SessionCredentials issued = issue(role(session(Map.of(), List.of())));
    byte[] bytes = Base64.getDecoder().decode(issued.token());
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;

      assertThat(tokens.open(Base64.getEncoder().encodeToString(changed), issued.accessKeyId()))
          .isNull();
    }
  }

  @Test
  void whatIsNoTokenOpensNothing() {
    for (String text : List.of("", "?", "AAAA", "A".repeat(SessionTokens.MAX_LENGTH + 4))) {
      assertThat(tokens.open(text, "ASIAAAAAAAAAAAAAAAAA")).isNull();
    }
    assertThat(
            new SessionTokens(Sealers.ofProcess(), RANDOM)
                .open(issue(role(session(Map.of(), List.of()))).token(), "ASIAAAAAAAAAAAAAAAAA"))
        .isNull();
  }

  @Test
  void aSessionThatDoesNotFitIntoATokenGetsNone() {
    Map<String, String> tags =
        IntStream.range(0, 50)
            .boxed()
            .collect(Collectors.toMap(i -> "k" + i, _ -> randomText(120)));

    assertThat(tokens.issue(role(session(tags, List.of())))).isNull();
  }

  @Test
  void moreSessionsThanAreRememberedAreAllKnown() {
    List<SessionCredentials> all =
        IntStream.range(0, 1100).mapToObj(_ -> issue(role(session(Map.of(), List.of())))).toList();

    assertThat(all)
        .allSatisfy(
            issued ->
                assertThat(tokens.open(issued.token(), issued.accessKeyId())).isEqualTo(issued));
  }

  @Test
  void credentialsDoNotPrintTheirSecret() {
    SessionCredentials issued = issue(role(session(Map.of(), List.of())));

    assertThat(issued.toString()).doesNotContain(issued.secretAccessKey(), issued.token());
  }

  private SessionCredentials issue(Principal principal) {
    SessionCredentials issued = tokens.issue(principal);
    assertThat(issued).isNotNull();
    return issued;
  }

  private static Principal role(Principal.Session session) {
    return new Principal.AssumedRole(
        "000000000000", "arn:aws:iam::000000000000:role/app/Shop", "AROA1", "Shop", null, session);
  }

  private static Principal.Session session(Map<String, String> tags, List<String> policies) {
    return new Principal.Session(
        "app1",
        NOW,
        NOW.plusSeconds(3600),
        tags,
        tags.keySet(),
        policies,
        "jane",
        new Principal.Federation("idp.example.com", Map.of("idp.example.com:sub", List.of("u1"))));
  }

  private static String randomText(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes).substring(0, length);
  }
}
