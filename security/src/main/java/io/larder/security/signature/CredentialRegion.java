package io.larder.security.signature;

import io.larder.protocol.error.ServiceException;
import io.larder.security.auth.SignedRequest;
import org.jspecify.annotations.Nullable;

/** The region that the scope of a request's signature names, whether or not it was verified. */
public final class CredentialRegion {
  private static final int PLACE = 2;

  private CredentialRegion() {}

  /**
   * As who verifies signatures reads it; null if the request names none.
   *
   * @throws ServiceException IncompleteSignature, if it is signed in another form
   */
  public static @Nullable String of(SignedRequest request) {
    String authorization = request.header("authorization");
    if (authorization == null
        ? !request.query().contains("X-Amz-Credential")
        : !authorization.startsWith("AWS4-")) {
      return null;
    }
    String[] parts = Claim.of(request).credential().split("/", -1);
    return parts.length > PLACE && !parts[PLACE].isEmpty() ? parts[PLACE] : null;
  }
}
