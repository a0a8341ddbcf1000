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

  /**
   * True if it tells strangers apart. Then nobody looks at what a request says before it is known
   * who it is from.
   */
  default boolean isStrict() {
    return false;
  }

  /** Lets everyone in. */
  static Authenticator none() {
    return request -> Principal.UNVERIFIED;
  }
}
