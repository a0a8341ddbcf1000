package io.larder.security.auth;

import io.larder.protocol.operation.Request;

/** Decides whether a caller may make a request. Safe for any number of threads. */
@FunctionalInterface
public interface Authorizer {
  /**
   * Returns if the request is allowed. Called on event loops: must not block.
   *
   * @throws io.larder.protocol.error.ServiceException AccessDenied, if it is not
   * @throws MustBlockException if that cannot be told without looking something up
   */
  void authorize(Principal principal, Request<?> request, RequestContext context);

  /**
   * The same on a thread that may block.
   *
   * @throws io.larder.protocol.error.ServiceException AccessDenied, if it is not; or why what must
   *     be known cannot be had
   */
  default void authorizeBlocking(Principal principal, Request<?> request, RequestContext context) {
    authorize(principal, request, context);
  }

  /** Allows everything. */
  static Authorizer allowAll() {
    return (principal, request, context) -> {};
  }
}
