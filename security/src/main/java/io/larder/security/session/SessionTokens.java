package io.larder.security.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.security.auth.Principal;
import io.larder.store.seal.BrokenSealException;
import io.larder.store.seal.SecretSealer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes temporary credentials, and knows again by a token who has them and what secret goes with
 * it. The token holds all of that, sealed; so every server that has the key knows it, and nothing
 * is to be forgotten when a session is over. Whether it is over, and whether the user or role is
 * still there, is for those to look at who ask. Safe for any number of threads; never blocks.
 */
public final class SessionTokens {
  /** Characters of a token at most, as those of AWS usually are. */
  public static final int MAX_LENGTH = 4096;

  private static final String KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int KEY_LENGTH = 20;
  private static final int SECRET_BYTES = 30;
  private static final String CONTEXT = "larder session 1 ";

  /** Tokens that are opened already, of at most so many sessions; each takes up to some 20 KB. */
  private static final int MAX_REMEMBERED = 1024;

  private final SecretSealer sealer;
  private final SecureRandom random;
  private final Map<String, SessionCredentials> opened = new ConcurrentHashMap<>();

  public SessionTokens(SecretSealer sealer, SecureRandom random) {
    this.sealer = sealer;
    this.random = random;
  }

  /**
   * Credentials for who that is.
   *
   * @param principal a user or a role's session, with the session and whatever access key
   * @return null if the session has too much in it for a token
   */
  public @Nullable SessionCredentials issue(Principal principal) {
    String accessKeyId = nextAccessKeyId();
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String secret = Base64.getEncoder().encodeToString(bytes);
    byte[] sealed =
        sealer.seal(
            SessionForm.write(new SessionForm.Content(principal, secret)), context(accessKeyId));
    String token = Base64.getEncoder().encodeToString(sealed);
    return token.length() > MAX_LENGTH
        ? null
        : new SessionCredentials(withKey(principal, accessKeyId), secret, token);
  }

  /** How much of what a token may hold that one holds, in per cent. */
  public static int packedSize(SessionCredentials credentials) {
    return Math.ceilDiv(100 * credentials.token().length(), MAX_LENGTH);
  }

  /** The credentials with that token and access key; null if there are none. */
  public @Nullable SessionCredentials open(String token, String accessKeyId) {
    SessionCredentials known = opened.get(token);
    if (known == null) {
      known = unseal(token, accessKeyId);
      if (known == null) {
        return null;
      }
      if (opened.size() >= MAX_REMEMBERED) {
        opened.clear();
      }
      opened.put(token, known);
    }
    return known.accessKeyId().equals(accessKeyId) ? known : null;
  }

  private @Nullable SessionCredentials unseal(String token, String accessKeyId) {
    if (token.length() > MAX_LENGTH) {
      return null;
    }
    byte[] plain;
    try {
      plain = sealer.open(Base64.getDecoder().decode(token), context(accessKeyId));
    } catch (IllegalArgumentException | BrokenSealException e) {
      return null;
    }
    SessionForm.Content content = SessionForm.read(plain, accessKeyId);
    return content == null
        ? null
        : new SessionCredentials(content.principal(), content.secret(), token);
  }

  private static byte[] context(String accessKeyId) {
    return (CONTEXT + accessKeyId).getBytes(UTF_8);
  }

  private static Principal withKey(Principal principal, String accessKeyId) {
    return switch (principal) {
      case Principal.User user ->
          new Principal.User(
              user.account(),
              user.arn(),
              user.userId(),
              user.name(),
              accessKeyId,
              Objects.requireNonNull(user.session()));
      case Principal.AssumedRole role ->
          new Principal.AssumedRole(
              role.account(),
              role.roleArn(),
              role.roleId(),
              role.roleName(),
              accessKeyId,
              role.session());
      case Principal.Root _, Principal.Unverified _ ->
          throw new IllegalArgumentException("no session of " + principal.arn());
    };
  }

  private String nextAccessKeyId() {
    var id = new StringBuilder("ASIA");
    while (id.length() < KEY_LENGTH) {
      id.append(KEY_LETTERS.charAt(random.nextInt(KEY_LETTERS.length())));
    }
    return id.toString();
  }
}
