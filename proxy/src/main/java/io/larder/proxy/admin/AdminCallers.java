package io.larder.proxy.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import io.larder.security.auth.Authenticator;
import io.larder.security.auth.Principal;
import io.larder.security.auth.RequestContext;
import io.larder.security.auth.SignedRequest;
import io.larder.security.identity.AccessKey;
import io.larder.security.identity.Identities;
import io.larder.security.identity.User;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * Finds out who calls the admin port. A caller signs, or shows an access key as user and password
 * (RFC 7617), which it may only where nobody can listen: by TLS, or within this machine.
 */
public final class AdminCallers {
  private static final String BASIC = "Basic ";
  private static final byte[] NOTHING = {};
  private static final int MAX_CREDENTIALS = 1024;

  /** Stands for the secret of a key that is not there, so that it takes as long to refuse it. */
  private static final byte[] NO_SECRET = new byte[40];

  private final Authenticator signatures;
  private final Supplier<Identities> identities;

  /**
   * @param signatures verifies what is signed
   * @param identities the newest
   */
  public AdminCallers(Authenticator signatures, Supplier<Identities> identities) {
    this.signatures = signatures;
    this.identities = identities;
  }

  /**
   * The caller. Never blocks.
   *
   * @throws ServiceException if it does not show who it is
   */
  public Principal caller(SignedRequest request, RequestContext context) {
    String authorization = request.header("authorization");
    return authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())
        ? byPassword(authorization.substring(BASIC.length()).strip(), context)
        : signatures.authenticate(request);
  }

  private Principal byPassword(String credentials, RequestContext context) {
    InetAddress source = context.sourceAddress();
    if (!context.isSecure() && (source == null || !source.isLoopbackAddress())) {
      throw new ServiceException(
          new ServiceError.AccessDenied("An access key may be shown by TLS only"));
    }
    byte[] shown = decode(credentials);
    int colon = 0;
    while (colon < shown.length && shown[colon] != ':') {
      colon++;
    }
    Identities known = identities.get();
    AccessKey key = known.accessKey(new String(shown, 0, colon, UTF_8));
    User user = key == null || !key.active() ? null : known.owner(key);
    byte[] secret = key == null ? NO_SECRET : key.secret().toByteArray();
    boolean isSame =
        MessageDigest.isEqual(
            secret, Arrays.copyOfRange(shown, Math.min(colon + 1, shown.length), shown.length));
    if (user == null || key == null || !isSame) {
      throw new ServiceException(
          new ServiceError.UnrecognizedClient(
              "The security token included in the request is invalid."));
    }
    return new Principal.User(user.account(), user.arn(), user.id(), user.name(), key.id(), null);
  }

  /** Nothing, which is no key, if it is no Base64 or too long. */
  private static byte[] decode(String credentials) {
    try {
      return credentials.length() > MAX_CREDENTIALS
          ? NOTHING
          : Base64.getDecoder().decode(credentials);
    } catch (IllegalArgumentException _) {
      return NOTHING;
    }
  }
}
