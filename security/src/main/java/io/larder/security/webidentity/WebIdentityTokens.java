package io.larder.security.webidentity;

import io.larder.security.webidentity.WebIdentityException.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens of identity providers: issuer, signature by a key of the issuer, audience and
 * times. Safe for any number of threads; may wait for the issuer.
 */
public final class WebIdentityTokens {
  private static final String HTTPS = "https://";
  private static final String TAGS = "https://aws.amazon.com/tags";
  private static final String SOURCE_IDENTITY = "https://aws.amazon.com/source_identity";

  /** How far the clocks of an issuer may be off. */
  private static final int SKEW_SECONDS = 300;

  private final KeySets keySets;
  private final InstantSource clock;

  public WebIdentityTokens(KeySetSource source, InstantSource clock) {
    this.keySets = new KeySets(source, clock);
    this.clock = clock;
  }

  /** Who issues whose tokens, and for which clients they must be. */
  @FunctionalInterface
  public interface TrustedIssuers {
    /** The clients of an issuer, by host and path; null if it is not trusted. */
    @Nullable List<String> clients(String issuer);
  }

  /**
   * What the token says, all of which is verified.
   *
   * @throws WebIdentityException if it proves nothing
   */
  public WebIdentity verify(String text, TrustedIssuers trusted) throws WebIdentityException {
    JsonWebToken token = JsonWebToken.parse(text.strip());
    if (token == null) {
      throw invalid(
          "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access"
              + " Token)");
    }
    String issuer = issuer(token);
    List<String> clients = trusted.clients(issuer);
    if (clients == null) {
      throw invalid("No OpenIDConnect provider found in your account for " + HTTPS + issuer);
    }
    KeySet keys = keySets.of(issuer, token.keyId());
    if (keys == null) {
      throw new WebIdentityException(
          Reason.ISSUER_UNREACHABLE,
          "Couldn't retrieve verification key from your identity provider, please reference"
              + " AssumeRoleWithWebIdentity documentation for requirements");
    }
    if (!token.isSignedBy(keys)) {
      throw invalid("The ID Token provided is not a valid JWT: its signature does not verify");
    }
    requireTimes(token);
    return identity(token, issuer, clients);
  }

  private static String issuer(JsonWebToken token) throws WebIdentityException {
    String issuer = token.text("iss");
    if (issuer == null || !issuer.startsWith(HTTPS)) {
      throw invalid("Missing or invalid claim: iss");
    }
    return issuer.substring(HTTPS.length());
  }

  private void requireTimes(JsonWebToken token) throws WebIdentityException {
    Instant now = clock.instant();
    Instant expires = token.time("exp");
    if (expires == null) {
      throw invalid("Missing a required claim: exp");
    }
    if (!now.isBefore(expires)) {
      throw new WebIdentityException(
          Reason.EXPIRED,
          "Token expired: current date/time "
              + now.getEpochSecond()
              + " must be before the expiration date/time "
              + expires.getEpochSecond());
    }
    Instant notBefore = token.time("nbf");
    if (notBefore != null && now.plusSeconds(SKEW_SECONDS).isBefore(notBefore)) {
      throw invalid("The ID Token is not good before " + notBefore);
    }
    Instant issued = token.time("iat");
    if (issued != null && now.plusSeconds(SKEW_SECONDS).isBefore(issued)) {
      throw invalid("The ID Token is issued in the future");
    }
  }

  private static WebIdentity identity(JsonWebToken token, String issuer, List<String> clients)
      throws WebIdentityException {
    String subject = token.text("sub");
    if (subject == null || subject.isEmpty()) {
      throw invalid("Missing a required claim: sub");
    }
    // Where a token is made for several, its authorised party is the one that got it.
    String party = token.text("azp");
    List<String> audiences = party == null ? token.texts("aud") : List.of(party);
    String audience =
        audiences.stream()
            .filter(clients::contains)
            .findFirst()
            .orElseThrow(() -> invalid("Incorrect token audience"));
    Map<String, List<String>> claims = new HashMap<>();
    claims.put(issuer + ":sub", List.of(subject));
    claims.put(issuer + ":aud", List.of(audience));
    if (party != null) {
      put(claims, issuer + ":oaud", token.texts("aud"));
    }
    put(claims, issuer + ":amr", token.texts("amr"));
    return new WebIdentity(
        issuer,
        subject,
        audience,
        claims,
        tags(token),
        transitiveTags(token),
        token.text(SOURCE_IDENTITY));
  }

  private static void put(Map<String, List<String>> claims, String key, List<String> values) {
    if (!values.isEmpty()) {
      claims.put(key, values);
    }
  }

  private static Map<String, String> tags(JsonWebToken token) throws WebIdentityException {
    Map<String, String> tags = new HashMap<>();
    if (token.claim(TAGS) instanceof Map<?, ?> given
        && given.get("principal_tags") instanceof Map<?, ?> values) {
      for (Map.Entry<?, ?> tag : values.entrySet()) {
        List<String> texts = JsonDocument.texts(tag.getValue());
        if (texts.size() != 1) {
          throw invalid("A session tag must have one value");
        }
        tags.put(String.valueOf(tag.getKey()), texts.getFirst());
      }
    }
    return tags;
  }

  private static Set<String> transitiveTags(JsonWebToken token) {
    return token.claim(TAGS) instanceof Map<?, ?> given
        ? Set.copyOf(JsonDocument.texts(given.get("transitive_tag_keys")))
        : Set.of();
  }

  private static WebIdentityException invalid(String message) {
    return new WebIdentityException(Reason.INVALID, message);
  }
}
