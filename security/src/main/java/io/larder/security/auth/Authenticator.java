package io.larder.security.auth;

/** Finds out who makes a request. Called on event loops: must not block. */
@FunctionalInterface
public interface Authenticator {
  /**
   * The caller.
   *
   * @throws io.larder.protocol.error.ServiceException if the request does not prove who it is from
   */
  Principal authenticate(SignedRequest request);

  /** Lets everyone in. */
  static Authenticator none() {
    return request -> Principal.UNVERIFIED;
  }
}
