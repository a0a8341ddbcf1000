package io.larder.security.auth;

import io.larder.protocol.error.ServiceError;
import io.larder.protocol.error.ServiceException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requires that a connection is signed in form, and does not look at the signature. */
public final class ConnectionFormAuthenticator implements ConnectionAuthenticator {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern STRING_TO_SIGN =
      Pattern.compile(
          "AWS4-HMAC-SHA256\\n[0-9]{8}T[0-9]{6}Z\\n[0-9]{8}/[^/\\s]+/dax/aws4_request\\n"
              + "[0-9a-f]{64}");

  @Override
  public Principal authenticate(@Nullable SignedConnection connection) {
    if (connection == null) {
      throw new ServiceException(
          new ServiceError.MissingAuthenticationToken("Request is missing Authentication Token"));
    }
    require(!connection.accessKey().isEmpty(), "an access key");
    require(HASH.matcher(connection.signature()).matches(), "a signature of 64 hexadecimal digits");
    require(
        STRING_TO_SIGN.matcher(connection.stringToSign()).matches(),
        "a string to sign with algorithm, date, scope and hash");
    return Principal.UNVERIFIED;
  }

  private static void require(boolean isGiven, String what) {
    if (!isGiven) {
      throw new ServiceException(
          new ServiceError.IncompleteSignature("authorizeConnection requires " + what + "."));
    }
  }
}
