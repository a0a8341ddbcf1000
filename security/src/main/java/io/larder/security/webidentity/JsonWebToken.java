package io.larder.security.webidentity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A signed token (RFC 7519) of which nothing is verified yet. */
final class JsonWebToken {
  /** Characters at most, as STS has it. */
  static final int MAX_LENGTH = 20_000;

  /** The end of the year 9999. */
  private static final long MAX_TIME = 253_402_300_799L;

  private final Map<String, @Nullable Object> header;
  private final Map<String, @Nullable Object> claims;
  private final byte[] signed;
  private final byte[] signature;

  private JsonWebToken(
      Map<String, @Nullable Object> header,
      Map<String, @Nullable Object> claims,
      byte[] signed,
      byte[] signature) {
    this.header = header;
    this.claims = claims;
    this.signed = signed;
    this.signature = signature;
  }

  /** The token that a text is; null if it is none. */
  static @Nullable JsonWebToken parse(String text) {
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    if (first < 0 || second < 0 || text.length() > MAX_LENGTH) {
      return null;
    }
    Base64.Decoder base64 = Base64.getUrlDecoder();
    try {
      var header = JsonDocument.parse(base64.decode(text.substring(0, first)));
      var claims = JsonDocument.parse(base64.decode(text.substring(first + 1, second)));
      // A critical extension is one that must be understood (RFC 7515, section 4.1.11).
      return header == null || claims == null || header.containsKey("crit")
          ? null
          : new JsonWebToken(
              header,
              claims,
              text.substring(0, second).getBytes(US_ASCII),
              base64.decode(text.substring(second + 1)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Nullable String keyId() {
    return header.get("kid") instanceof String id ? id : null;
  }

  boolean isSignedBy(KeySet keys) {
    return header.get("alg") instanceof String algorithm
        && keys.verifies(algorithm, keyId(), signed, signature);
  }

  @Nullable Object claim(String name) {
    return claims.get(name);
  }

  @Nullable String text(String name) {
    return claims.get(name) instanceof String text ? text : null;
  }

  List<String> texts(String name) {
    return JsonDocument.texts(claims.get(name));
  }

  /** A moment, in seconds since 1970; null if there is none. */
  @Nullable Instant time(String name) {
    return claims.get(name) instanceof Number seconds
        ? Instant.ofEpochSecond(Math.clamp(seconds.longValue(), 0, MAX_TIME))
        : null;
  }
}
