package io.larder.security.certificate;

import io.larder.security.auth.Authenticator;
import io.larder.security.auth.Principal;
import io.larder.security.auth.SignedRequest;

/**
 * Knows who does not sign by the certificate of the connection; whoever signs is asked for that.
 */
public final class CertificateAuthenticator implements Authenticator {
  private final Authenticator signatures;
  private final CertificateUsers users;

  /** Requests that are signed go to {@code signatures}, and all that no certificate vouches for. */
  public CertificateAuthenticator(Authenticator signatures, CertificateUsers users) {
    this.signatures = signatures;
    this.users = users;
  }

  @Override
  public boolean isStrict() {
    return signatures.isStrict();
  }

  @Override
  public Principal authenticate(SignedRequest request) {
    if (request.header("authorization") == null && !request.query().contains("X-Amz-")) {
      Principal user = users.user(request.certificateSubject());
      if (user != null) {
        return user;
      }
    }
    return signatures.authenticate(request);
  }
}
