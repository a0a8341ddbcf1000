package io.larder.security.webidentity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.larder.security.webidentity.WebIdentityException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebIdentityTokensTest {
  private static final String ISSUER = "idp.example.com/pool";
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final SignedTokens RSA = SignedTokens.withRsa("r", 2048);
  private static final SignedTokens CURVE = SignedTokens.withCurve("c");
  private static final String GOOD =
      """
      {"iss":"https://idp.example.com/pool","sub":"u1","aud":"app","exp":1800000600,\
      "iat":1800000000,"amr":["pwd","otp"]}\
      """;

  private byte[] keySet = RSA.keySet();
  private int fetches;
  private boolean isReachable = true;
  private Instant now = NOW;

  private final WebIdentityTokens tokens = new WebIdentityTokens(this::fetch, () -> now);

  private byte[] fetch(String issuer) throws IOException {
    fetches++;
    assertThat(issuer).isEqualTo(ISSUER);
    if (!isReachable) {
      throw new IOException("down");
    }
    return keySet;
  }

  @Test
  void aTokenOfATrustedIssuerIsBelieved() throws WebIdentityException {
    WebIdentity identity = verify(RSA.token(GOOD) + "\n");

    assertThat(identity.subject()).isEqualTo("u1");
    assertThat(identity.audience()).isEqualTo("app");
    assertThat(identity.claims())
        .isEqualTo(
            Map.of(
                ISSUER + ":sub", List.of("u1"),
                ISSUER + ":aud", List.of("app"),
                ISSUER + ":amr", List.of("pwd", "otp")));
  }

  @Test
  void anEllipticCurveIsAsGood() throws WebIdentityException {
    keySet = CURVE.keySet();

    assertThat(verify(CURVE.token(GOOD)).subject()).isEqualTo("u1");
  }

  @Test
  void theAuthorisedPartyOfATokenIsItsAudience() throws WebIdentityException {
    String claims = GOOD.replace("\"aud\":\"app\"", "\"aud\":[\"x\",\"y\"],\"azp\":\"app\"");

    assertThat(verify(RSA.token(claims)).claims())
        .containsEntry(ISSUER + ":aud", List.of("app"))
        .containsEntry(ISSUER + ":oaud", List.of("x", "y"));
    String other = GOOD.replace("\"aud\":\"app\"", "\"aud\":\"app\",\"azp\":\"x\"");
    assertThat(refusal(RSA.token(other)).reason()).isEqualTo(Reason.INVALID);
  }

  @Test
  void tagsAndSourceIdentityAreTaken() throws WebIdentityException {
    String claims =
        GOOD.replace(
            "\"sub\"",
            """
            "https://aws.amazon.com/tags":{"principal_tags":{"team":["blue"]},\
            "transitive_tag_keys":["team"]},\
            "https://aws.amazon.com/source_identity":"jane","sub\"\
            """);

    WebIdentity identity = verify(RSA.token(claims));

    assertThat(identity.tags()).isEqualTo(Map.of("team", "blue"));
    assertThat(identity.transitiveTags()).isEqualTo(Set.of("team"));
    assertThat(identity.sourceIdentity()).isEqualTo("jane");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"aud\":\"app\"|\"aud\":\"other\"",
        "\"aud\":\"app\",|",
        "\"sub\":\"u1\",|",
        "\"exp\":1800000600,|",
        "https://idp.example.com/pool|https://other.example.com",
        "https://idp.example.com/pool|http://idp.example.com/pool",
        "https://idp.example.com/pool|https://idp.example.com/pool/",
        "\"iat\":1800000000|\"nbf\":1800000301",
        "\"iat\":1800000000|\"iat\":1800000301",
        "\"sub\":\"u1\"|\"sub\":\"u1\",\"sub\":\"u2\""
      })
  void aTokenThatSaysTheWrongThingIsNot(String change) {
    String[] fromTo = change.split("\\|", -1);
    String claims = GOOD.replace(fromTo[0], fromTo[1]);
    assertThat(claims).isNotEqualTo(GOOD);

    assertThat(refusal(RSA.token(claims)).reason()).isEqualTo(Reason.INVALID);
  }

  @Test
  void aTokenIsGoodUntilItExpires() throws WebIdentityException {
    now = Instant.ofEpochSecond(1_800_000_599);
    verify(RSA.token(GOOD));
    now = Instant.ofEpochSecond(1_800_000_600);

    WebIdentityException refused = refusal(RSA.token(GOOD));

    assertThat(refused.reason()).isEqualTo(Reason.EXPIRED);
    assertThat(refused)
        .hasMessage(
            "Token expired: current date/time 1800000600 must be before the expiration date/time"
                + " 1800000600");
  }

  @Test
  void whatIsNotSignedByAKeyOfTheIssuerIsNot() {
    String good = RSA.token(GOOD);
    String body = good.substring(0, good.lastIndexOf('.'));
    String otherClaims = RSA.token(GOOD.replace("u1", "u2"));

    assertThat(
            List.of(
                SignedTokens.withRsa("r", 2048).token(GOOD),
                CURVE.token(GOOD),
                RSA.token("{\"alg\":\"none\",\"kid\":\"r\"}", GOOD),
                RSA.token("{\"alg\":\"HS256\",\"kid\":\"r\"}", GOOD),
                RSA.token("{\"alg\":\"ES256\",\"kid\":\"r\"}", GOOD),
                RSA.token("{\"kid\":\"r\"}", GOOD),
                RSA.token("{\"alg\":\"RS256\",\"kid\":\"r\",\"crit\":[\"x\"]}", GOOD),
                body + ".",
                body + otherClaims.substring(otherClaims.lastIndexOf('.')),
                body,
                "",
                "..",
                "a.b.c",
                good + ".x"))
        .allSatisfy(token -> assertThat(refusal(token).reason()).isEqualTo(Reason.INVALID));
  }

  @Test
  void aShortKeyIsNone() {
    SignedTokens weak = SignedTokens.withRsa("w", 1024);
    keySet = weak.keySet();

    assertThat(refusal(weak.token(GOOD)).reason()).isEqualTo(Reason.INVALID);
  }

  @Test
  void keysAreFetchedOnceAnHour() throws WebIdentityException {
    verify(RSA.token(GOOD));
    verify(RSA.token(GOOD));
    assertThat(fetches).isEqualTo(1);

    now = NOW.plus(Duration.ofHours(1));
    refusal(RSA.token(GOOD));

    assertThat(fetches).isEqualTo(2);
  }

  @Test
  void aKeyThatIsNewIsFetchedButNotTwiceAMinute() throws WebIdentityException {
    verify(RSA.token(GOOD));
    keySet = CURVE.keySet();
    assertThat(refusal(CURVE.token(GOOD)).reason()).isEqualTo(Reason.INVALID);
    assertThat(fetches).isEqualTo(1);

    now = NOW.plus(Duration.ofMinutes(1));

    assertThat(verify(CURVE.token(GOOD)).subject()).isEqualTo("u1");
    refusal(SignedTokens.withCurve("d").token(GOOD));
    assertThat(fetches).isEqualTo(2);
  }

  @Test
  void anIssuerThatIsAwayKeepsItsKeysForADay() throws WebIdentityException {
    String lasting = RSA.token(GOOD.replace("1800000600", "1900000000"));
    verify(lasting);
    isReachable = false;
    now = NOW.plus(Duration.ofHours(23));
    verify(lasting);

    now = NOW.plus(Duration.ofDays(1));

    assertThat(refusal(lasting).reason()).isEqualTo(Reason.ISSUER_UNREACHABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[]", "nonsense"})
  void whatIsNoKeySetIsNone(String json) {
    keySet = json.getBytes(UTF_8);

    assertThat(refusal(RSA.token(GOOD)).reason()).isEqualTo(Reason.ISSUER_UNREACHABLE);
  }

  private WebIdentity verify(String token) throws WebIdentityException {
    return tokens.verify(token, issuer -> issuer.equals(ISSUER) ? List.of("app") : null);
  }

  private WebIdentityException refusal(String token) {
    return catchThrowableOfType(WebIdentityException.class, () -> verify(token));
  }
}
