package io.larder.security.auth;

import io.larder.protocol.operation.Request;

/** Decides whether a caller may make a request. Called on event loops: must not block. */
@FunctionalInterface
public interface Authorizer {
  /**
   * Returns if the request is allowed.
   *
   * @throws io.larder.protocol.error.ServiceException AccessDenied, if it is not
   */
  void authorize(Principal principal, Request<?> request, RequestContext context);

  /** Allows everything. */
  static Authorizer allowAll() {
    return (principal, request, context) -> {};
  }
}
